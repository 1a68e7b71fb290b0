/* Sealed frames (PROTOCOL.md, section 12): keys, nonces, and that no number is sealed twice. */
#include "convoy.h"

#include <string.h>

enum { FLAGS_AT = 2, EPOCH_AT = 3, SEQUENCE_AT = 7, NONCE = 12, UP = 0, DOWN = 1, SPAN = 1024 };

static const char UP_LABEL[] = "convoy-v1 seal up";
static const char DOWN_LABEL[] = "convoy-v1 seal down";

/* HKDF-Expand (RFC 5869) with one block. */
static void derive(const convoy_login *login, const char *label, size_t label_length, uint8_t key[32]) {
    static const uint8_t first_block = 1;
    convoy_hmac hmac;
    convoy_hmac_begin(&hmac, login->key);
    convoy_hmac_add(&hmac, label, label_length);
    convoy_hmac_add(&hmac, login->transcript, sizeof login->transcript);
    convoy_hmac_add(&hmac, &first_block, 1);
    convoy_hmac_end(&hmac, key);
}

void convoy_session_begin(convoy_session *session, const convoy_login *login, const convoy_aead *aead) {
    memset(session, 0, sizeof *session);
    session->aead = *aead;
    session->epoch = login->epoch;
    derive(login, UP_LABEL, sizeof UP_LABEL - 1, session->up_key);
    derive(login, DOWN_LABEL, sizeof DOWN_LABEL - 1, session->down_key);
}

static uint32_t u32(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | (uint32_t)at[3];
}

static void make_nonce(uint8_t direction, const uint8_t *header, uint8_t nonce[NONCE]) {
    memset(nonce, 0, 4);
    nonce[0] = direction;
    memcpy(nonce + 4, header + EPOCH_AT, 8);
}

static uint8_t bit_of(uint32_t sequence) {
    return (uint8_t)(1u << (sequence % 8));
}

static uint8_t *byte_of(convoy_session *session, uint32_t sequence) {
    return &session->used[sequence % SPAN / 8];
}

/* Takes a number; false if it may have been used, or is none. */
static bool take_number(convoy_session *session, uint32_t epoch, uint32_t sequence) {
    if (epoch == 0 || sequence == 0) {
        return false;
    }
    if (epoch != session->epoch) {
        bool rising = epoch > session->former_epoch ||
                      (epoch == session->former_epoch && sequence > session->former_sequence);
        if (rising) {
            session->former_epoch = epoch;
            session->former_sequence = sequence;
        }
        return rising;
    }
    if (sequence > session->highest_up) {
        uint32_t steps = sequence - session->highest_up < SPAN ? sequence - session->highest_up : SPAN;
        for (; steps > 0; steps--) {
            uint32_t next = sequence - steps + 1;
            *byte_of(session, next) = (uint8_t)(*byte_of(session, next) & ~bit_of(next));
        }
        session->highest_up = sequence;
    }
    if (session->highest_up - sequence >= SPAN || (*byte_of(session, sequence) & bit_of(sequence)) != 0) {
        return false;
    }
    *byte_of(session, sequence) = (uint8_t)(*byte_of(session, sequence) | bit_of(sequence));
    return true;
}

size_t convoy_seal(convoy_session *session, const uint8_t *message, size_t length, uint8_t *out, size_t capacity) {
    uint8_t nonce[NONCE];
    if (length < CONVOY_HEADER || length > CONVOY_MAX_SEALABLE || capacity < length + CONVOY_TAG ||
        !take_number(session, u32(message + EPOCH_AT), u32(message + SEQUENCE_AT))) {
        return 0;
    }
    if (message != out) {
        memcpy(out, message, length);
    }
    out[FLAGS_AT] |= CONVOY_SEALED;
    make_nonce(UP, out, nonce);
    session->aead.seal(session->up_key, nonce, out, CONVOY_HEADER, out + CONVOY_HEADER, length - CONVOY_HEADER,
                       out + CONVOY_HEADER);
    return length + CONVOY_TAG;
}

size_t convoy_open(convoy_session *session, uint8_t *message, size_t length) {
    uint8_t nonce[NONCE];
    uint32_t sequence;
    if (length < CONVOY_HEADER + CONVOY_TAG || length > CONVOY_MAX_MESSAGE || (message[FLAGS_AT] & CONVOY_SEALED) == 0) {
        return 0;
    }
    sequence = u32(message + SEQUENCE_AT);
    if (sequence <= session->highest_down || u32(message + EPOCH_AT) == 0) {
        return 0;
    }
    make_nonce(DOWN, message, nonce);
    length -= CONVOY_TAG;
    if (!session->aead.open(session->down_key, nonce, message, CONVOY_HEADER, message + CONVOY_HEADER,
                            length - CONVOY_HEADER, message + CONVOY_HEADER)) {
        return 0;
    }
    session->highest_down = sequence;
    message[FLAGS_AT] = (uint8_t)(message[FLAGS_AT] & ~CONVOY_SEALED);
    return length;
}
