package dev.tidings.core.content;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What an interactive message can hold to act on; a valid one holds exactly one of these parts. */
public interface InteractiveParts {
    List<Interactive.Button> buttons();

    InteractiveList list();

    CtaUrl ctaUrl();

    FlowForm flow();

    CatalogProduct product();

    ProductList productList();

    CatalogLink catalog();

    Boolean locationRequest();

    AddressRequest addressRequest();

    List<?> cards();

    Boolean callPermissionRequest();

    /** The whole object as the official API accepts it, instead of everything else. */
    Map<String, Object> raw();

    /** The parts that are there, in the order of their fields. */
    default List<InteractiveKind> kinds() {
        return Stream.of(InteractiveKind.values())
                .filter(kind -> kind.isIn(this))
                .toList();
    }
}
