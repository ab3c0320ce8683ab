package dev.tidings.support;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints which test classes took longest, from the reports of Surefire and Failsafe, so that a slow one is noticed in the
 * build that brings it. The first class of an application pays for its start.
 */
public final class SlowestTests {
    private static final int SHOWN = 20;
    private static final Pattern SUITE =
            Pattern.compile("<testsuite[^>]*?\\sname=\"([^\"]+)\"[^>]*?\\stime=\"([0-9.,]+)\"");
    private static final int HEAD = 4_000;

    private record Timed(String name, double seconds) {}

    private SlowestTests() {}

    public static void main(String[] folders) throws IOException {
        List<Timed> all = new ArrayList<>();
        for (String folder : folders) {
            if (Files.isDirectory(Path.of(folder))) {
                read(Path.of(folder), all);
            }
        }
        if (all.isEmpty()) {
            return;
        }
        all.sort(Comparator.comparingDouble(Timed::seconds).reversed());
        double sum = all.stream().mapToDouble(Timed::seconds).sum();
        System.out.printf("%nThe slowest of %d test classes (%.0f s in all):%n", all.size(), sum);
        all.stream().limit(SHOWN).forEach(test -> System.out.printf("%8.1f s  %s%n", test.seconds(), test.name()));
    }

    private static void read(Path folder, List<Timed> all) throws IOException {
        try (DirectoryStream<Path> reports = Files.newDirectoryStream(folder, "TEST-*.xml")) {
            for (Path report : reports) {
                String text = Files.readString(report);
                Matcher suite = SUITE.matcher(text.substring(0, Math.min(HEAD, text.length())));
                if (suite.find()) {
                    all.add(new Timed(
                            suite.group(1), Double.parseDouble(suite.group(2).replace(",", ""))));
                }
            }
        }
    }
}
