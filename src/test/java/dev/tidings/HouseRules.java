package dev.tidings;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.quarkus.scheduler.Scheduled;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Floors, rooms and circles; part of {@link ArchitectureTest}. What a room may use stands in {@link House}. */
class HouseRules {
    @ArchTest
    static final ArchRule roomsUseOnlyWhatIsBelow = classes()
            .should(useOnlyWhatIsBelow())
            .because("a call upwards goes through a port in the lower room; a new room gets its line in House");

    @ArchTest
    static void roomsUseAllThatTheyMayUse(JavaClasses house) {
        Map<String, Set<String>> unused = new TreeMap<>();
        House.ROOMS.forEach(room -> unused.put(room.name(), new TreeSet<>(room.uses())));
        for (JavaClass type : house) {
            House.of(type.getPackageName())
                    .ifPresent(room -> type.getDirectDependenciesFromSelf()
                            .forEach(dependency -> House.of(dependency
                                            .getTargetClass()
                                            .getBaseComponentType()
                                            .getPackageName())
                                    .ifPresent(used -> unused.get(room.name()).remove(used.name()))));
        }
        unused.values().removeIf(Set::isEmpty);
        if (!unused.isEmpty()) {
            throw new AssertionError("House allows what nobody uses: " + unused);
        }
    }

    /** At each level of packages, the classes of the package itself being one of the parts. */
    @ArchTest
    static void packagesHaveNoCircles(JavaClasses house) {
        Set<String> parents = new TreeSet<>();
        for (JavaClass type : house) {
            String name = type.getPackageName();
            for (int dot = name.lastIndexOf('.');
                    dot >= House.ROOT.length() - 1;
                    dot = name.lastIndexOf('.', dot - 1)) {
                parents.add(name.substring(0, dot));
            }
        }
        for (String parent : parents) {
            SlicesRuleDefinition.slices()
                    .assignedFrom(partsOf(parent))
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .because("packages in a circle can only be understood and changed together")
                    .check(house);
        }
    }

    @ArchTest
    static final ArchRule repositoriesStayInTheirFeature = classes()
            .that()
            .haveSimpleNameEndingWith("Repository")
            .should(beUsedOnlyBelowTheirFeature())
            .because("others ask the service, which knows the rules");

    @ArchTest
    static final ArchRule whatIsScheduledIsAJob = classes()
            .that(DescribedPredicate.describe(
                    "have a scheduled method",
                    type -> type.getMethods().stream().anyMatch(method -> method.isAnnotatedWith(Scheduled.class))))
            .should()
            .haveSimpleNameEndingWith("Job")
            .because("what runs by the clock is found by its name");

    private static ArchCondition<JavaClass> useOnlyWhatIsBelow() {
        return new ArchCondition<>("use only what is below, and what House names beside") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                House.Room room = House.of(type.getPackageName()).orElse(null);
                if (room == null) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " is in no room of the house"));
                    return;
                }
                type.getDirectDependenciesFromSelf()
                        .forEach(dependency -> House.of(dependency
                                        .getTargetClass()
                                        .getBaseComponentType()
                                        .getPackageName())
                                .filter(used -> !House.mayUse(room, used))
                                .ifPresent(used -> events.add(SimpleConditionEvent.violated(
                                        type,
                                        room.name() + " may not use " + used.name() + ": "
                                                + dependency.getDescription()))));
            }
        };
    }

    private static SliceAssignment partsOf(String parent) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                if (name.equals(parent)) {
                    return SliceIdentifier.of("(itself)");
                }
                return name.startsWith(parent + ".")
                        ? SliceIdentifier.of(name.substring(parent.length() + 1).split("\\.")[0])
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "the parts of " + parent;
            }
        };
    }

    private static ArchCondition<JavaClass> beUsedOnlyBelowTheirFeature() {
        return new ArchCondition<>("be used only below their own feature") {
            @Override
            public void check(JavaClass repository, ConditionEvents events) {
                House.Room feature = House.of(repository.getPackageName()).orElseThrow();
                repository.getDirectDependenciesToSelf().forEach(dependency -> {
                    String user = dependency.getOriginClass().getPackageName();
                    if (!House.of(user).equals(Optional.of(feature))) {
                        events.add(SimpleConditionEvent.violated(repository, dependency.getDescription()));
                    }
                });
            }
        };
    }
}
