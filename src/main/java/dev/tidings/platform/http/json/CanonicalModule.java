package dev.tidings.platform.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The one form in which JSON leaves the server: what {@code JSON.stringify(JSON.parse(text))} makes of it again. Beside compact
 * texts that takes numbers as JavaScript writes them, and its order of keys: those that are integers first.
 */
final class CanonicalModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    CanonicalModule() {
        super("canonical");
        Decimals<Double> doubles = new Decimals<>(Double.class);
        Integers longs = new Integers();
        addSerializer(Double.class, doubles).addSerializer(Double.TYPE, doubles);
        addSerializer(Long.class, longs).addSerializer(Long.TYPE, longs);
        addSerializer(BigDecimal.class, new Decimals<>(BigDecimal.class));
        addSerializer(BigInteger.class, new BigIntegers());
        addSerializer(new Maps());
    }

    /** A buffer keeps the value for a reader in this process; all else is a text. */
    private static void write(double value, JsonGenerator json) throws IOException {
        if (json instanceof TokenBuffer) {
            json.writeNumber(value);
        } else {
            json.writeNumber(JavaScriptNumbers.text(value));
        }
    }

    private static final class Decimals<N extends Number> extends StdScalarSerializer<N> {
        private static final long serialVersionUID = 1L;

        Decimals(Class<N> type) {
            super(type);
        }

        @Override
        public void serialize(N value, JsonGenerator json, SerializerProvider provider) throws IOException {
            write(value.doubleValue(), json);
        }
    }

    private static final class Integers extends StdScalarSerializer<Long> {
        private static final long serialVersionUID = 1L;

        Integers() {
            super(Long.class);
        }

        @Override
        public void serialize(Long value, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (json instanceof TokenBuffer || JavaScriptNumbers.isExact(value)) {
                json.writeNumber(value);
            } else {
                write(value.doubleValue(), json);
            }
        }
    }

    private static final class BigIntegers extends StdScalarSerializer<BigInteger> {
        private static final long serialVersionUID = 1L;

        BigIntegers() {
            super(BigInteger.class);
        }

        @Override
        public void serialize(BigInteger value, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (json instanceof TokenBuffer || JavaScriptNumbers.isExact(value)) {
                json.writeNumber(value);
            } else {
                write(value.doubleValue(), json);
            }
        }
    }

    private static final class Maps extends StdSerializer<Map<?, ?>> {
        private static final long serialVersionUID = 1L;

        private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,9}");
        private static final long LAST_INDEX = (1L << 32) - 2;

        Maps() {
            super(Map.class, false);
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Map<?, ?> map) {
            return map.isEmpty();
        }

        @Override
        public void serialize(Map<?, ?> map, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartObject(map);
            for (Map.Entry<?, ?> entry : inOrder(map)) {
                JsonSerializer<Object> key =
                        provider.findKeySerializer(entry.getKey().getClass(), null);
                key.serialize(entry.getKey(), json, provider);
                provider.defaultSerializeValue(entry.getValue(), json);
            }
            json.writeEndObject();
        }

        private static Iterable<? extends Map.Entry<?, ?>> inOrder(Map<?, ?> map) {
            if (map.keySet().stream().noneMatch(Maps::isIndex)) {
                return map.entrySet();
            }
            List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
            entries.sort(Comparator.comparingLong(
                    entry -> isIndex(entry.getKey()) ? index(entry.getKey()) : LAST_INDEX + 1));
            return entries;
        }

        private static boolean isIndex(Object key) {
            return key instanceof String text && DIGITS.matcher(text).matches() && index(key) <= LAST_INDEX;
        }

        private static long index(Object key) {
            return Long.parseLong(key.toString());
        }
    }
}
