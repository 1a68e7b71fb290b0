/* The device's half of a login (PROTOCOL.md, section 8), and the proofs of both halves. */
#include "convoy.h"

#include <string.h>

static const char DEVICE_LABEL[] = "convoy-v1 device";
static const char SERVER_LABEL[] = "convoy-v1 server";

static void add_message(convoy_sha256 *seen, const uint8_t *message, size_t length) {
    uint8_t size[2];
    size[0] = (uint8_t)(length >> 8);
    size[1] = (uint8_t)length;
    convoy_sha256_add(seen, size, sizeof size);
    convoy_sha256_add(seen, message, length);
}

void convoy_transcript(const uint8_t *hello, size_t hello_length, const uint8_t *challenge, size_t challenge_length,
                       uint8_t transcript[32]) {
    convoy_sha256 seen;
    convoy_sha256_begin(&seen);
    add_message(&seen, hello, hello_length);
    add_message(&seen, challenge, challenge_length);
    convoy_sha256_end(&seen, transcript);
}

void convoy_device_proof(const uint8_t key[CONVOY_KEY], const uint8_t transcript[32],
                         const uint8_t proof_header[CONVOY_HEADER], uint8_t proof[CONVOY_MAC]) {
    convoy_hmac hmac;
    convoy_hmac_begin(&hmac, key);
    convoy_hmac_add(&hmac, DEVICE_LABEL, sizeof DEVICE_LABEL - 1);
    convoy_hmac_add(&hmac, transcript, 32);
    convoy_hmac_add(&hmac, proof_header, CONVOY_HEADER);
    convoy_hmac_end(&hmac, proof);
}

void convoy_server_proof(const uint8_t key[CONVOY_KEY], const uint8_t transcript[32],
                         const uint8_t device_proof[CONVOY_MAC], const uint8_t *welcome, size_t welcome_length,
                         uint8_t proof[CONVOY_MAC]) {
    const size_t terms = CONVOY_HEADER + CONVOY_MAC;
    convoy_hmac hmac;
    convoy_hmac_begin(&hmac, key);
    convoy_hmac_add(&hmac, SERVER_LABEL, sizeof SERVER_LABEL - 1);
    convoy_hmac_add(&hmac, transcript, 32);
    convoy_hmac_add(&hmac, device_proof, CONVOY_MAC);
    if (welcome_length > terms) {
        convoy_hmac_add(&hmac, welcome, CONVOY_HEADER);
        convoy_hmac_add(&hmac, welcome + terms, welcome_length - terms);
    }
    convoy_hmac_end(&hmac, proof);
}

size_t convoy_login_begin(convoy_login *login, const uint8_t key[CONVOY_KEY], const convoy_message *hello, uint8_t *out,
                          size_t capacity) {
    size_t length = 0;
    memset(login, 0, sizeof *login);
    login->state = CONVOY_LOGIN_FAILED;
    /* two numbers are used up by the login itself */
    if (hello->type == CONVOY_HELLO && hello->header.sequence >= 1 && hello->header.sequence <= 0xFFFFFFFDu) {
        length = convoy_encode(hello, out, capacity);
    }
    if (length == 0) {
        return 0;
    }
    login->key = key;
    login->epoch = hello->header.epoch;
    login->sequence = hello->header.sequence;
    login->flags = hello->header.flags;
    login->lowest_version = hello->body.hello.lowest_version;
    login->highest_version = hello->body.hello.highest_version;
    login->features = hello->body.hello.features;
    convoy_sha256_begin(&login->seen);
    add_message(&login->seen, out, length);
    login->state = CONVOY_LOGIN_HELLO;
    return length;
}

static convoy_close_reason refuse(convoy_login *login, convoy_close_reason reason) {
    login->state = CONVOY_LOGIN_FAILED;
    return reason;
}

convoy_close_reason convoy_login_proof(convoy_login *login, const uint8_t *challenge, size_t length, uint64_t time_ms,
                                       uint8_t *out, size_t capacity, size_t *written) {
    convoy_message message;
    convoy_challenge asked;
    *written = 0;
    if (login->state != CONVOY_LOGIN_HELLO || convoy_decode(challenge, length, &message) != CONVOY_OK ||
        message.type != CONVOY_CHALLENGE) {
        return refuse(login, CONVOY_CLOSE_OUT_OF_ORDER);
    }
    asked = message.body.challenge;
    if (asked.version < login->lowest_version || asked.version > login->highest_version) {
        return refuse(login, CONVOY_CLOSE_VERSION);
    }
    if ((asked.features & ~(unsigned)login->features) != 0) {
        return refuse(login, CONVOY_CLOSE_OUT_OF_ORDER); /* chosen, but never offered */
    }
    login->features = asked.features;
    if (asked.adopt_epoch || login->epoch == 0) {
        login->epoch = asked.next_epoch;
        login->sequence = 1;
    } else {
        login->sequence++;
    }
    add_message(&login->seen, challenge, length);
    convoy_sha256_end(&login->seen, login->transcript);

    memset(&message, 0, sizeof message);
    message.type = CONVOY_PROOF;
    message.header.version = CONVOY_VERSION;
    message.header.flags = login->flags;
    message.header.epoch = login->epoch;
    message.header.sequence = login->sequence++;
    message.header.time_ms = time_ms;
    *written = convoy_encode(&message, out, capacity);
    if (*written == 0) {
        return refuse(login, CONVOY_CLOSE_OUT_OF_ORDER);
    }
    convoy_device_proof(login->key, login->transcript, out, login->proof);
    memcpy(out + CONVOY_HEADER, login->proof, CONVOY_MAC);
    login->state = CONVOY_LOGIN_PROVED;
    return CONVOY_CLOSE_NONE;
}

convoy_close_reason convoy_login_open(convoy_login *login, const uint8_t *welcome, size_t length, convoy_welcome *terms) {
    convoy_message message;
    uint8_t proof[CONVOY_MAC];
    if (login->state != CONVOY_LOGIN_PROVED || convoy_decode(welcome, length, &message) != CONVOY_OK ||
        message.type != CONVOY_WELCOME) {
        return refuse(login, CONVOY_CLOSE_OUT_OF_ORDER);
    }
    convoy_server_proof(login->key, login->transcript, login->proof, welcome, length, proof);
    if (!convoy_same(proof, message.body.welcome.server_proof, CONVOY_MAC)) {
        return refuse(login, CONVOY_CLOSE_SERVER_NOT_TRUSTED);
    }
    login->state = CONVOY_LOGIN_OPEN;
    *terms = message.body.welcome;
    return CONVOY_CLOSE_NONE;
}

uint32_t convoy_repeat_due_ms(uint32_t n) {
    static const uint32_t first[] = {0, 2000, 5000, 10000, 15000};
    if (n < 5) {
        return first[n];
    }
    if (n < 24) {
        return 15000 * (n - 3);
    }
    return n > 71000 ? 0xFFFFFFFFu : 300000 + 60000 * (n - 23);
}
