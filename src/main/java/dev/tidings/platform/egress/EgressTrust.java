package dev.tidings.platform.egress;

import dev.tidings.platform.process.StartupFailure;
import io.quarkus.runtime.Startup;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whose certificates are trusted by calls to addresses that users choose: those of the public authorities, and of those that
 * the operator adds. Started early, so that a bad file is reported at once.
 */
@Startup
@ApplicationScoped
public class EgressTrust {
    private static final String SETTING = "tidings.egress.trust";
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

    private final TrustOptions options;

    EgressTrust(EgressConfig config) {
        this.options = config.trust().map(EgressTrust::beside).orElse(null);
    }

    /** For the client; empty when the public authorities are all. */
    Optional<TrustOptions> options() {
        return Optional.ofNullable(options);
    }

    private static TrustOptions beside(Path file) {
        List<Certificate> all = new ArrayList<>(added(file));
        try {
            all.addAll(List.of(manager(null).getAcceptedIssuers()));
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < all.size(); i++) {
                store.setCertificateEntry("trusted-" + i, all.get(i));
            }
            return TrustOptions.wrap(manager(store));
        } catch (GeneralSecurityException | IOException e) {
            throw bad(file, "cannot be trusted: " + e.getMessage());
        }
    }

    private static Collection<? extends Certificate> added(Path file) {
        byte[] pem;
        try {
            pem = Files.readAllBytes(file);
        } catch (IOException e) {
            throw bad(file, "cannot be read.");
        }
        if (!new String(pem, StandardCharsets.ISO_8859_1).contains(BEGIN)) {
            throw bad(file, "holds no certificate in the form PEM.");
        }
        try {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (found.stream().allMatch(X509Certificate.class::isInstance) && !found.isEmpty()) {
                return found;
            }
        } catch (CertificateException e) {
            // told below
        }
        throw bad(file, "holds a certificate that cannot be read.");
    }

    /** @param store null for the public authorities, as this Java has them */
    private static X509TrustManager manager(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Stream.<TrustManager>of(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("this Java has no trust manager for X.509"));
    }

    private static IllegalStateException bad(Path file, String why) {
        return StartupFailure.because("The file of " + SETTING + ", " + file + ", " + why);
    }
}
