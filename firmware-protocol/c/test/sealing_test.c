/* Sealed frames: known answers, recorded messages, changed bytes, numbers, hostile messages. */
#include "check.h"

static const convoy_aead CHACHA = {convoy_chacha_seal, convoy_chacha_open};

static void known_answers(void) {
    /* RFC 8439, section 2.8.2 */
    static const char text[] = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
                               "sunscreen would be it.";
    const size_t length = sizeof text - 1;
    uint8_t key[32], nonce[12], associated[12], tag[16], sealed[160], back[160];
    size_t i;
    for (i = 0; i < 32; i++) {
        key[i] = (uint8_t)(0x80 + i);
    }
    (void)from_hex("070000004041424344454647", nonce, sizeof nonce);
    (void)from_hex("50515253c0c1c2c3c4c5c6c7", associated, sizeof associated);
    (void)from_hex("1ae10b594f09e26a7e902ecbd0600691", tag, sizeof tag);
    convoy_chacha_seal(key, nonce, associated, sizeof associated, (const uint8_t *)text, length, sealed);
    CHECK(memcmp(sealed + length, tag, sizeof tag) == 0);
    CHECK(sealed[0] == 0xD3 && sealed[1] == 0x1A && sealed[length - 1] == 0x16);
    CHECK(convoy_chacha_open(key, nonce, associated, sizeof associated, sealed, length, back));
    CHECK(memcmp(back, text, length) == 0);
    for (i = 0; i < length + 16; i++) {
        sealed[i] ^= 1;
        CHECK(!convoy_chacha_open(key, nonce, associated, sizeof associated, sealed, length, back));
        sealed[i] ^= 1;
    }
}

/* Lines of the Java tests: key, nonce, associated data, text, sealed text, by tabs. */
void test_cipher(const char *name) {
    static char line[8192];
    static uint8_t text[1024], expected[1024], out[1024];
    FILE *file = fopen(name, "r");
    long lines = 0;
    checked = "cipher";
    CHECK(file != NULL);
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        uint8_t key[32], nonce[12], associated[64];
        char *at_nonce = cut_at_tab(line), *at_associated = cut_at_tab(at_nonce), *at_text = cut_at_tab(at_associated);
        char *at_sealed = cut_at_tab(at_text);
        size_t associated_length = from_hex(at_associated, associated, sizeof associated);
        size_t length = from_hex(at_text, text, sizeof text);
        CHECK(from_hex(line, key, sizeof key) == 32 && from_hex(at_nonce, nonce, sizeof nonce) == 12);
        CHECK(from_hex(at_sealed, expected, sizeof expected) == length + CONVOY_TAG);
        convoy_chacha_seal(key, nonce, associated, associated_length, text, length, out);
        CHECK(memcmp(out, expected, length + CONVOY_TAG) == 0);
        CHECK(convoy_chacha_open(key, nonce, associated, associated_length, out, length, out));
        CHECK(memcmp(out, text, length) == 0);
        lines++;
    }
    CHECK(lines >= 10000);
    if (file != NULL) {
        (void)fclose(file);
    }
}

void recorded_session(const char *vectors, const char *login, convoy_session *session) {
    static vector hello, challenge, proof;
    char name[64];
    uint8_t out[CONVOY_MAX_MESSAGE];
    static uint8_t key[CONVOY_KEY];
    uint8_t up[32], down[32];
    size_t written;
    convoy_message m;
    convoy_login half;
    (void)snprintf(name, sizeof name, "login-%s-1-hello", login);
    vector_read(vectors, name, &hello);
    (void)snprintf(name, sizeof name, "login-%s-2-challenge", login);
    vector_read(vectors, name, &challenge);
    (void)snprintf(name, sizeof name, "login-%s-3-proof", login);
    vector_read(vectors, name, &proof);
    (void)from_hex(vector_value(&hello, "key", 0), key, sizeof key);
    CHECK(convoy_decode(hello.bytes, hello.length, &m) == CONVOY_OK);
    CHECK(convoy_login_begin(&half, key, &m, out, sizeof out) == hello.length);
    CHECK(convoy_login_proof(&half, challenge.bytes, challenge.length, 1, out, sizeof out, &written) == CONVOY_CLOSE_NONE);
    CHECK(half.features == CONVOY_FEATURE_SEALED);
    convoy_session_begin(session, &half, &CHACHA);
    CHECK(from_hex(vector_value(&challenge, "sealUp", 0), up, 32) == 32);
    CHECK(from_hex(vector_value(&challenge, "sealDown", 0), down, 32) == 32);
    CHECK(memcmp(up, session->up_key, 32) == 0 && memcmp(down, session->down_key, 32) == 0);
}

/* What a gateway does with a message up; out has room for length bytes. */
static size_t gateway_opens(const convoy_session *session, const uint8_t *message, size_t length, uint8_t *out) {
    uint8_t nonce[12] = {0};
    static const uint8_t none[4] = {0};
    if (length < CONVOY_HEADER + CONVOY_TAG || (message[2] & CONVOY_SEALED) == 0 || memcmp(message + 3, none, 4) == 0 ||
        memcmp(message + 7, none, 4) == 0) {
        return 0;
    }
    memcpy(nonce + 4, message + 3, 8);
    memcpy(out, message, CONVOY_HEADER);
    out[2] = (uint8_t)(out[2] & ~CONVOY_SEALED);
    length -= CONVOY_TAG;
    return session->aead.open(session->up_key, nonce, message, CONVOY_HEADER, message + CONVOY_HEADER,
                              length - CONVOY_HEADER, out + CONVOY_HEADER)
               ? length
               : 0;
}

void sealed_vector(const char *vectors, const vector *v) {
    convoy_session session;
    uint8_t out[CONVOY_MAX_MESSAGE + 1];
    size_t length;
    recorded_session(vectors, vector_value(v, "login", 0), &session);
    memcpy(out, v->bytes, v->length);
    if (strcmp(vector_value(v, "direction", 0), "down") == 0) {
        length = convoy_open(&session, out, v->length);
    } else {
        length = gateway_opens(&session, v->bytes, v->length, out);
    }
    if (strcmp(vector_value(v, "expect", 0), "refused") == 0) {
        CHECK(length == 0);
        return;
    }
    CHECK(strcmp(vector_value(v, "expect", 0), "opens") == 0);
    CHECK(length == v->plain_length && memcmp(out, v->plain, length) == 0);
    if (strcmp(vector_value(v, "direction", 0), "up") == 0) {
        CHECK(convoy_seal(&session, v->plain, v->plain_length, out, v->plain_length + CONVOY_TAG - 1) == 0);
        length = convoy_seal(&session, v->plain, v->plain_length, out, sizeof out);
        CHECK(length == v->length && memcmp(out, v->bytes, length) == 0);
        CHECK(convoy_seal(&session, v->plain, v->plain_length, out, sizeof out) == 0);
    } else {
        memcpy(out, v->bytes, v->length);
        CHECK(convoy_open(&session, out, v->length) == 0); /* replayed */
    }
}

static size_t test_press(uint32_t epoch, uint32_t sequence, uint8_t *out) {
    convoy_message m;
    memset(&m, 0, sizeof m);
    m.type = CONVOY_TEST;
    m.header.version = CONVOY_VERSION;
    m.header.epoch = epoch;
    m.header.sequence = sequence;
    return convoy_encode(&m, out, CONVOY_MAX_MESSAGE);
}

static bool seals(convoy_session *session, uint32_t epoch, uint32_t sequence) {
    uint8_t message[CONVOY_MAX_MESSAGE], out[CONVOY_MAX_MESSAGE];
    size_t length = test_press(epoch, sequence, message);
    return convoy_seal(session, message, length, out, sizeof out) == length + CONVOY_TAG;
}

static void no_number_is_sealed_twice(const char *vectors) {
    static const uint32_t starts[] = {1, 1000, 0xFFFFFFFFu - 9000};
    static uint8_t taken[9001];
    uint64_t random = 7;
    size_t start;
    convoy_session session;
    recorded_session(vectors, "4", &session);
    CHECK(!seals(&session, 42, 0) && !seals(&session, 0, 7));
    CHECK(seals(&session, 3, 9) && !seals(&session, 3, 9) && !seals(&session, 3, 8) && seals(&session, 4, 1));
    CHECK(!seals(&session, 3, 10) && seals(&session, 4000000000u, 1) && !seals(&session, 4, 2));
    for (start = 0; start < 3; start++) {
        int highest = 0, i, count = 0;
        recorded_session(vectors, "4", &session);
        memset(taken, 0, sizeof taken);
        for (i = 0; i < 20000; i++) {
            int offset = highest - 1200 + (int)(next_random(&random) % (next_random(&random) % 50 == 0 ? 2600 : 1230));
            bool expected;
            offset = offset < 0 ? 0 : offset;
            if (offset > 9000) {
                break;
            }
            expected = !taken[offset] && highest - offset < 1024;
            CHECK(seals(&session, 42, starts[start] + (uint32_t)offset) == expected);
            highest = offset > highest ? offset : highest;
            count += expected;
            taken[offset] = 1;
        }
        CHECK(count > 500);
    }
}

/* Somebody without the key: nothing that the gateway did not seal is opened, and what it did seal is opened once. */
static void hostile(const char *vectors, long rounds) {
    static vector received;
    uint64_t random = 99;
    convoy_session session;
    long i, opened = 0;
    vector_read(vectors, "sealed-received", &received);
    for (i = 0; i < rounds; i++) {
        size_t length = received.length;
        uint64_t kind = next_random(&random) % 4;
        uint8_t *exact;
        bool same;
        if (kind == 3) {
            length = next_random(&random) % (length + 20);
        }
        exact = malloc(length + 1);
        if (exact == NULL) {
            exit(2);
        }
        if (i % 64 == 0) {
            recorded_session(vectors, "4", &session);
        }
        session.highest_down = 0;
        memcpy(exact, received.bytes, length < received.length ? length : received.length);
        if (length > received.length) {
            memset(exact + received.length, 0, length - received.length);
        }
        if (kind == 1 && length > 0) {
            exact[next_random(&random) % length] ^= (uint8_t)(1 << next_random(&random) % 8);
        } else if (kind == 2) {
            exact[next_random(&random) % length] = (uint8_t)next_random(&random);
        }
        same = length == received.length && memcmp(exact, received.bytes, length) == 0;
        CHECK((convoy_open(&session, exact, length) != 0) == same);
        opened += same;
        free(exact);
    }
    CHECK(opened > rounds / 8 && opened < rounds / 2);
}

/* A gateway that chooses what was not offered, or nothing of what was. */
static void sealing_is_agreed(void) {
    static const uint8_t key[CONVOY_KEY] = {9};
    uint16_t offered, chosen;
    for (offered = 0; offered < 2; offered++) {
        for (chosen = 0; chosen < 3; chosen++) {
            uint8_t out[200], challenge[100];
            size_t length;
            convoy_login login;
            convoy_message m;
            convoy_close_reason said;
            memset(&m, 0, sizeof m);
            m.type = CONVOY_HELLO;
            m.header.version = m.body.hello.lowest_version = m.body.hello.highest_version = CONVOY_VERSION;
            m.header.sequence = 1;
            m.body.hello.features = offered;
            m.body.hello.device_id.at = (const uint8_t *)"d";
            m.body.hello.device_id.length = 1;
            CHECK(convoy_login_begin(&login, key, &m, out, sizeof out) > 0);
            memset(&m, 0, sizeof m);
            m.type = CONVOY_CHALLENGE;
            m.header.version = m.body.challenge.version = CONVOY_VERSION;
            m.body.challenge.next_epoch = 5;
            m.body.challenge.features = chosen;
            length = convoy_encode(&m, challenge, sizeof challenge);
            said = convoy_login_proof(&login, challenge, length, 0, out, sizeof out, &length);
            CHECK((said == CONVOY_CLOSE_NONE) == ((chosen & ~(unsigned)offered) == 0));
            CHECK(said != CONVOY_CLOSE_NONE || login.features == chosen);
        }
    }
}

void test_sealing(const char *vectors, long rounds) {
    checked = "sealing";
    known_answers();
    no_number_is_sealed_twice(vectors);
    sealing_is_agreed();
    hostile(vectors, rounds);
}
