package care.convoy.notify.voice;

import java.text.ParseException;
import java.util.ListIterator;
import javax.sip.InvalidArgumentException;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.ProxyAuthenticateHeader;
import javax.sip.header.WWWAuthenticateHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * The trunk asks who we are (RFC 3261 clause 22).
 *
 * @param proxy whether by 407, else by 401
 */
record Challenge(WWWAuthenticateHeader header, Digest digest, boolean proxy) {
    /** Of those that we can answer the strongest; null if there is none. */
    static @Nullable Challenge strongest(Response response, boolean proxy) {
        ListIterator<?> all = response.getHeaders(proxy ? ProxyAuthenticateHeader.NAME : WWWAuthenticateHeader.NAME);
        Challenge best = null;
        while (all.hasNext()) {
            if (all.next() instanceof WWWAuthenticateHeader header
                    && header.getNonce() != null
                    && header.getRealm() != null) {
                Challenge each = new Challenge(header, digest(header), proxy);
                if (each.digest.isKnown() && (best == null || each.digest.strength() > best.digest.strength())) {
                    best = each;
                }
            }
        }
        return best;
    }

    private static Digest digest(WWWAuthenticateHeader header) {
        return new Digest(
                orNothing(header.getAlgorithm()),
                orNothing(header.getRealm()),
                orNothing(header.getNonce()),
                orNothing(header.getQop()));
    }

    private static String orNothing(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Whether only the nonce was too old. */
    boolean isStale() {
        return header.isStale();
    }

    /** What the request is to carry when it is sent again. */
    AuthorizationHeader proof(Request request, SipTrunk trunk) throws ParseException, InvalidArgumentException {
        VoiceConfig.Trunk config = trunk.config();
        AuthorizationHeader proof = proxy
                ? trunk.opened().headers().createProxyAuthorizationHeader("Digest")
                : trunk.opened().headers().createAuthorizationHeader("Digest");
        String clientNonce = SipLeg.token();
        proof.setUsername(config.user());
        proof.setRealm(digest.realm());
        proof.setNonce(digest.nonce());
        proof.setURI(request.getRequestURI());
        if (!digest.algorithm().isEmpty()) {
            proof.setAlgorithm(digest.algorithm());
        }
        if (digest.hasAuth()) {
            proof.setQop("auth");
            proof.setCNonce(clientNonce);
            proof.setNonceCount(1);
        }
        if (header.getOpaque() != null) {
            proof.setOpaque(header.getOpaque());
        }
        proof.setResponse(digest.response(
                config.user(),
                config.password(),
                request.getMethod(),
                request.getRequestURI().toString(),
                clientNonce));
        return proof;
    }
}
