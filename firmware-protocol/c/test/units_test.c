/* What the vectors do not show: known answers of the parts, limits, refusals, states. */
#include "check.h"

static void crc_and_hashes(void) {
    static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    uint8_t digest[32], expected[32], key[CONVOY_KEY] = {0};
    convoy_sha256 sha;
    convoy_hmac hmac;
    size_t cut;
    CHECK(convoy_crc32c((const uint8_t *)"123456789", 9) == 0xE3069283u);
    CHECK(convoy_crc32c((const uint8_t *)"", 0) == 0);
    (void)from_hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", expected, 32);
    convoy_sha256_begin(&sha);
    convoy_sha256_add(&sha, "abc", 3);
    convoy_sha256_end(&sha, digest);
    CHECK(memcmp(digest, expected, 32) == 0);
    (void)from_hex("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1", expected, 32);
    for (cut = 0; cut <= 56; cut++) {
        convoy_sha256_begin(&sha);
        convoy_sha256_add(&sha, two_blocks, cut);
        convoy_sha256_add(&sha, two_blocks + cut, 56 - cut);
        convoy_sha256_end(&sha, digest);
        CHECK(memcmp(digest, expected, 32) == 0);
    }
    /* RFC 4231, cases 1 and 2: a shorter key is the same key with zeros behind it */
    memset(key, 0x0B, 20);
    (void)from_hex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", expected, 32);
    convoy_hmac_begin(&hmac, key);
    convoy_hmac_add(&hmac, "Hi There", 8);
    convoy_hmac_end(&hmac, digest);
    CHECK(memcmp(digest, expected, 32) == 0);
    memset(key, 0, sizeof key);
    memcpy(key, "Jefe", 4);
    (void)from_hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", expected, 32);
    convoy_hmac_begin(&hmac, key);
    convoy_hmac_add(&hmac, "what do ya want ", 16);
    convoy_hmac_add(&hmac, "for nothing?", 12);
    convoy_hmac_end(&hmac, digest);
    CHECK(memcmp(digest, expected, 32) == 0);
    CHECK(convoy_same(digest, expected, 32));
    for (cut = 0; cut < 32; cut++) {
        expected[cut] ^= 0x80;
        CHECK(!convoy_same(digest, expected, 32));
        expected[cut] ^= 0x80;
    }
}

static convoy_message made(uint8_t type) {
    convoy_message m;
    memset(&m, 0, sizeof m);
    m.type = type;
    m.header.version = CONVOY_VERSION;
    m.header.epoch = 7;
    m.header.sequence = 9;
    return m;
}

static void impossible_values_are_not_sent(void) {
    uint8_t out[CONVOY_MAX_MESSAGE];
    convoy_message m = made(CONVOY_HEARTBEAT), back;
    m.body.heartbeat.battery_percent = 101;
    CHECK(convoy_encode(&m, out, sizeof out) == 0);
    m.body.heartbeat.battery_percent = -2;
    CHECK(convoy_encode(&m, out, sizeof out) == 0);
    m.body.heartbeat.battery_percent = CONVOY_NOT_MEASURED;
    CHECK(convoy_encode(&m, out, sizeof out) == 23);
    m.body.heartbeat.worn = 2;
    CHECK(convoy_encode(&m, out, sizeof out) == 0);
    m = made(0x3F);
    CHECK(convoy_encode(&m, out, sizeof out) == 0);
    m = made(CONVOY_CANCEL);
    CHECK(convoy_encode(&m, out, sizeof out) == 0);

    /* but a press always goes */
    m = made(CONVOY_SOS);
    m.body.sos.presses = 4000;
    m.body.sos.has_location = true;
    m.body.sos.location.latitude_e7 = 900000001;
    CHECK(convoy_encode(&m, out, sizeof out) == 18);
    CHECK(convoy_decode(out, 18, &back) == CONVOY_OK && back.dropped == 0);
    CHECK(back.body.sos.presses == CONVOY_NOT_MEASURED && !back.body.sos.has_location);
    m = made(CONVOY_FALL);
    m.body.fall.moving = 9;
    m.body.fall.confidence_percent = 101;
    m.body.fall.has_location = true;
    m.body.fall.location.accuracy_m = -7;
    m.body.fall.location.source = 77;
    CHECK(convoy_encode(&m, out, sizeof out) == 34);
    CHECK(convoy_decode(out, 34, &back) == CONVOY_OK && back.dropped == 0 && back.body.fall.has_location);
}

static void settings_are_put_and_read(void) {
    uint8_t settings[200];
    size_t length = 0, at = 0;
    convoy_setting s, back;
    convoy_configure c;
    memset(&s, 0, sizeof s);
    s.tag = 0x01;
    s.value = 9;
    CHECK(convoy_put_setting(&s, settings, sizeof settings) == 0);
    s.value = 3600;
    length += convoy_put_setting(&s, settings, sizeof settings);
    s.tag = 0x10;
    s.slot = 1;
    s.text.at = (const uint8_t *)"gw:7701";
    CHECK(convoy_put_setting(&s, settings + length, sizeof settings - length) == 0);
    s.text.length = 7;
    CHECK(convoy_put_setting(&s, settings + length, 9) == 0);
    length += convoy_put_setting(&s, settings + length, sizeof settings - length);
    CHECK(length == 4 + 10);
    memset(&c, 0, sizeof c);
    c.settings = settings;
    c.length = length;
    CHECK(convoy_next_setting(&c, &at, &back) && back.tag == 0x01 && back.value == 3600);
    CHECK(convoy_next_setting(&c, &at, &back) && back.slot == 1 && back.text.length == 7);
    CHECK(!convoy_next_setting(&c, &at, &back));
    c.length = length - 1;
    at = 4;
    CHECK(!convoy_next_setting(&c, &at, &back));
}

static void frames_have_limits(void) {
    uint8_t message[CONVOY_MAX_MESSAGE + 1] = {0}, out[CONVOY_MAX_FRAME + 8];
    CHECK(convoy_frame(message, 1, out, sizeof out) == 0);
    CHECK(convoy_frame(message, CONVOY_MAX_MESSAGE, out, sizeof out) == CONVOY_MAX_FRAME);
    CHECK(convoy_frame(message, CONVOY_MAX_MESSAGE, out, CONVOY_MAX_FRAME - 1) == 0);
    CHECK(convoy_frame(message, CONVOY_MAX_MESSAGE + 1, out, sizeof out) == 0);
}

static void alarms_are_repeated_as_stated(void) {
    static const uint32_t first[] = {0, 2000, 5000, 10000, 15000, 30000, 45000, 60000};
    uint32_t n;
    for (n = 0; n < 8; n++) {
        CHECK(convoy_repeat_due_ms(n) == first[n]);
    }
    CHECK(convoy_repeat_due_ms(23) == 300000 && convoy_repeat_due_ms(24) == 360000);
    CHECK(convoy_repeat_due_ms(10000) == 300000 + 9977u * 60000u);
    for (n = 1; n < 71000; n++) {
        CHECK(convoy_repeat_due_ms(n) > convoy_repeat_due_ms(n - 1));
    }
    CHECK(convoy_repeat_due_ms(0xFFFFFFFFu) == 0xFFFFFFFFu);
}

/* A gateway that has the key, of which one byte of one message is changed on the way. */
static bool login_goes_through(int hello_at, int challenge_at, int proof_at, int welcome_at) {
    static const uint8_t key[CONVOY_KEY] = {1, 2, 3};
    uint8_t hello[128], challenge[128], proof[128], welcome[128], seen_hello[128], seen_proof[128], transcript[32], mac[32];
    size_t hello_length, challenge_length, proof_length, welcome_length;
    convoy_message m = made(CONVOY_HELLO);
    convoy_login device;
    convoy_welcome terms;
    m.body.hello.lowest_version = m.body.hello.highest_version = 1;
    m.body.hello.device_id.at = (const uint8_t *)"dev-1";
    m.body.hello.device_id.length = 5;
    hello_length = convoy_login_begin(&device, key, &m, hello, sizeof hello);
    memcpy(seen_hello, hello, sizeof hello);
    if (hello_at >= 0) {
        seen_hello[hello_at] ^= 0x04;
    }
    m = made(CONVOY_CHALLENGE);
    m.body.challenge.version = 1;
    m.body.challenge.next_epoch = 99;
    challenge_length = convoy_encode(&m, challenge, sizeof challenge);
    convoy_transcript(seen_hello, hello_length, challenge, challenge_length, transcript);
    if (challenge_at >= 0) {
        challenge[challenge_at] ^= 0x04;
    }
    if (convoy_login_proof(&device, challenge, challenge_length, 5, proof, sizeof proof, &proof_length) != CONVOY_CLOSE_NONE) {
        return false;
    }
    memcpy(seen_proof, proof, sizeof proof);
    if (proof_at >= 0) {
        seen_proof[proof_at] ^= 0x04;
    }
    convoy_device_proof(key, transcript, seen_proof, mac);
    if (!convoy_same(mac, seen_proof + CONVOY_HEADER, CONVOY_MAC)) {
        return false;
    }
    m = made(CONVOY_WELCOME);
    m.body.welcome.heartbeat_s = 60;
    m.body.welcome.idle_s = 190;
    welcome_length = convoy_encode(&m, welcome, sizeof welcome);
    convoy_server_proof(key, transcript, mac, welcome, welcome_length, welcome + CONVOY_HEADER);
    if (welcome_at >= 0) {
        welcome[welcome_at] ^= 0x04;
    }
    return convoy_login_open(&device, welcome, welcome_length, &terms) == CONVOY_CLOSE_NONE &&
           device.state == CONVOY_LOGIN_OPEN;
}

static void every_changed_byte_of_a_login_is_noticed(void) {
    int at;
    CHECK(login_goes_through(-1, -1, -1, -1));
    for (at = 0; at < 17 + 22 + 5; at++) {
        CHECK(!login_goes_through(at, -1, -1, -1));
    }
    for (at = 0; at < 17 + 24; at++) {
        CHECK(!login_goes_through(-1, at, -1, -1));
    }
    for (at = 0; at < 17 + 32; at++) {
        CHECK(!login_goes_through(-1, -1, at, -1));
    }
    for (at = 0; at < 17 + 37; at++) {
        CHECK(!login_goes_through(-1, -1, -1, at));
    }
}

void test_units(void) {
    checked = "units";
    crc_and_hashes();
    impossible_values_are_not_sent();
    settings_are_put_and_read();
    frames_have_limits();
    alarms_are_repeated_as_stated();
    every_changed_byte_of_a_login_is_noticed();
}
