package dev.tidings.engine.linked;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;

/** A QR code for a terminal: two modules, one above the other, per character, light on dark. */
final class QrBlocks {
    private static final Map<EncodeHintType, Object> HINTS =
            Map.of(EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.L, EncodeHintType.MARGIN, 2);

    private QrBlocks() {}

    static String of(String text) {
        BitMatrix modules;
        try {
            modules = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, HINTS);
        } catch (WriterException e) {
            throw new IllegalArgumentException("text does not fit in a QR code", e);
        }
        StringBuilder lines = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y += 2) {
            for (int x = 0; x < modules.getWidth(); x++) {
                boolean isUpperLight = !modules.get(x, y);
                boolean isLowerLight = y + 1 < modules.getHeight() && !modules.get(x, y + 1);
                lines.append(isUpperLight ? (isLowerLight ? '█' : '▀') : (isLowerLight ? '▄' : ' '));
            }
            lines.append('\n');
        }
        return lines.toString();
    }
}
