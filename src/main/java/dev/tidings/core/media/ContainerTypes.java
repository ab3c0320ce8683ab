package dev.tidings.core.media;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The types of files in containers with equal first bytes: MP4 by its brand, OGG by its first codec, ZIP by the names
 * of its entries.
 */
final class ContainerTypes {
    private static final int ZIP_HEADER = 30;
    private static final int OGG_HEADER = 28;
    private static final List<String> OGG_CODECS = List.of("OpusHead", "\001vorbis", "Speex   ", "\177FLAC");

    private static final Map<String, String> BY_FOLDER = Map.of(
            "word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation");

    private static final Map<String, String> PROGRAMS = Map.of(
            "META-INF/MANIFEST.MF", "application/java-archive",
            "AndroidManifest.xml", "application/vnd.android.package-archive",
            "classes.dex", "application/vnd.android.package-archive");

    private static final Set<String> MP4 = Set.of(
            "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41", "mp42", "mp71", "avc1",
            "M4V ", "M4VH", "M4VP", "MSNV", "dash", "mmp4", "f4v ", "F4V ", "hvc1", "NDSC", "NDSH", "NDSM", "NDSP",
            "NDSS", "NDXC", "NDXH", "NDXM", "NDXP", "NDXS", "XAVC", "CAEP", "caqv");

    private ContainerTypes() {}

    /** Null when it is not MP4, or its brand is not known here. */
    static String ofMp4(byte[] head) {
        if (head.length < 12 || !text(head, 4, 4).equals("ftyp")) {
            return null;
        }
        String brand = text(head, 8, 4);
        if (brand.startsWith("3g")) {
            return "video/3gpp";
        }
        if (brand.startsWith("M4A") || brand.startsWith("M4B")) {
            return "audio/mp4";
        }
        return MP4.contains(brand) ? "video/mp4" : null;
    }

    /** Null when it is not OGG, or does not begin with audio. */
    static String ofOgg(byte[] head) {
        boolean audio = text(head, 0, 4).equals("OggS")
                && OGG_CODECS.stream()
                        .anyMatch(
                                codec -> text(head, OGG_HEADER, codec.length()).equals(codec));
        return audio ? "audio/ogg" : null;
    }

    /** Null when it is not ZIP, or only a plain ZIP as far as its start shows. */
    static String ofZip(byte[] head) {
        if (!isEntry(head, 0)) {
            return null;
        }
        String document = null;
        for (int at = 0; at + ZIP_HEADER < head.length; at++) {
            if (isEntry(head, at)) {
                String name = name(head, at);
                if (PROGRAMS.containsKey(name)) {
                    return PROGRAMS.get(name);
                }
                document = document == null ? BY_FOLDER.get(name.substring(0, name.indexOf('/') + 1)) : document;
            }
        }
        return document;
    }

    /** Whether the entries have shown the exact type, so that the file name cannot add anything. */
    static boolean isExact(String type) {
        return BY_FOLDER.containsValue(type);
    }

    private static boolean isEntry(byte[] head, int at) {
        return head.length >= at + ZIP_HEADER
                && head[at] == 'P'
                && head[at + 1] == 'K'
                && head[at + 2] == 3
                && head[at + 3] == 4;
    }

    private static String name(byte[] head, int at) {
        int length = (head[at + 26] & 0xff) | (head[at + 27] & 0xff) << 8;
        return text(head, at + ZIP_HEADER, length);
    }

    private static String text(byte[] head, int from, int length) {
        return new String(
                head,
                Math.min(from, head.length),
                Math.max(0, Math.min(length, head.length - from)),
                StandardCharsets.ISO_8859_1);
    }
}
