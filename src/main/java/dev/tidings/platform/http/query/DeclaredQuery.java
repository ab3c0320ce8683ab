package dev.tidings.platform.http.query;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The query parameters of an operation, as its method declares them: by {@link QueryParam}, on a parameter or in the record of
 * a {@link BeanParam}. The records are read by reflection, so each is registered for it.
 *
 * @param lists by name, in the order of declaration: whether it may be repeated
 */
record DeclaredQuery(Map<String, Boolean> lists) {

    static DeclaredQuery of(Method operation) {
        Map<String, Boolean> lists = new LinkedHashMap<>();
        for (Parameter parameter : operation.getParameters()) {
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (Field field : parameter.getType().getDeclaredFields()) {
                    add(field.getAnnotation(QueryParam.class), field.getType(), lists);
                }
            }
            add(parameter.getAnnotation(QueryParam.class), parameter.getType(), lists);
        }
        return new DeclaredQuery(lists);
    }

    private static void add(QueryParam declared, Class<?> type, Map<String, Boolean> lists) {
        if (declared != null) {
            lists.put(declared.value(), Collection.class.isAssignableFrom(type));
        }
    }

    boolean has(String name) {
        return lists.containsKey(name);
    }

    boolean mayRepeat(String name) {
        return lists.get(name);
    }

    /** What may be asked for, for people. */
    String description() {
        return lists.isEmpty()
                ? "This operation takes no query parameters."
                : "This operation takes " + String.join(", ", lists.keySet()) + ".";
    }
}
