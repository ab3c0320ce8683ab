package dev.tidings.core.media;

import dev.tidings.platform.validation.Blank;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** Makes file names harmless: they come from unknown senders, and are used in headers and on other people's disks. */
final class FileNames {
    private static final int MAX_LENGTH = 200;
    private static final int MAX_EXTENSION = 20;

    /** Controls, invisible and direction-changing characters, lone surrogates. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}]");

    private static final Pattern UNFIT = Pattern.compile("[<>:\"|?*;%]");
    private static final Pattern EDGES = Pattern.compile("^[\\s\\p{Z}.]+|[\\s\\p{Z}.]+$");

    private FileNames() {}

    /** The last part of the name, without what a file system or a header cannot take; null when nothing is left. */
    static String safe(String name) {
        if (name == null) {
            return null;
        }
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String visible = INVISIBLE
                .matcher(Normalizer.normalize(last, Normalizer.Form.NFC))
                .replaceAll("");
        String fit = EDGES.matcher(UNFIT.matcher(visible).replaceAll("_")).replaceAll("");
        return Blank.is(fit) ? null : shortened(fit);
    }

    /** Keeps the extension, which shows the type of the file. */
    private static String shortened(String name) {
        if (name.codePointCount(0, name.length()) <= MAX_LENGTH) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= MAX_EXTENSION ? name.substring(dot) : "";
        int end = name.offsetByCodePoints(0, MAX_LENGTH - extension.codePointCount(0, extension.length()));
        return name.substring(0, end) + extension;
    }
}
