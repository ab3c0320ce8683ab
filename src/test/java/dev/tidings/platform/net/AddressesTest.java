package dev.tidings.platform.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AddressesTest {
    @Test
    void takesAMappedIpv4AddressForWhatItIs() {
        assertArrayEquals(new byte[] {10, 1, 2, 3}, Addresses.of("::ffff:10.1.2.3"));
        assertTrue(AddressRange.of("10.0.0.0/8").contains(Addresses.of("::ffff:10.1.2.3")));
    }

    @Test
    void knowsNoAddressInWhatIsNone() {
        for (String text : new String[] {null, "", "localhost", "10.0.0"}) {
            assertEquals(0, Addresses.of(text).length);
            assertFalse(AddressRange.of("0.0.0.0/0").contains(Addresses.of(text)));
        }
    }

    @Test
    void takesTheAddressesOfOneSubscriberTogether() {
        assertEquals(Addresses.subscriber("2001:db8:1:2::3"), Addresses.subscriber("2001:db8:1:2:ffff::1"));
        assertNotEquals(Addresses.subscriber("2001:db8:1:2::3"), Addresses.subscriber("2001:db8:1:3::3"));
        assertNotEquals(Addresses.subscriber("10.0.0.1"), Addresses.subscriber("10.0.0.2"));
    }

    @Test
    void knowsWhichBlockLiesInWhich() {
        AddressRange wide = AddressRange.of("10.0.0.0/8");
        assertTrue(wide.contains(AddressRange.of("10.1.0.0/16")) && wide.contains(wide));
        assertFalse(AddressRange.of("10.1.0.0/16").contains(wide));
        assertFalse(wide.contains(AddressRange.of("11.0.0.0/16")));
        assertFalse(AddressRange.of("0.0.0.0/0").contains(AddressRange.of("::/0")));
    }
}
