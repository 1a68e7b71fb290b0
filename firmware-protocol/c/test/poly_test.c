/* The inside of the cipher, where random keys never come: Poly1305 at the edges of its field. RFC 8439, appendix A.3, 7 to 11. */
#define convoy_chacha_seal inside_seal
#define convoy_chacha_open inside_open
#include "../convoy_chacha.c"
#undef convoy_chacha_seal
#undef convoy_chacha_open

#include "check.h"

static bool gives(const char *key_hex, const char *data_hex, const char *tag_hex) {
    uint8_t key[32], data[64], tag[16], expected[16];
    size_t length = from_hex(data_hex, data, sizeof data);
    poly p;
    CHECK(from_hex(key_hex, key, sizeof key) == 32 && from_hex(tag_hex, expected, sizeof expected) == 16);
    poly_begin(&p, key);
    poly_padded(&p, data, length);
    poly_end(&p, key + 16, tag);
    return memcmp(tag, expected, sizeof tag) == 0;
}

void test_poly(void) {
    checked = "Poly1305";
    CHECK(gives("0200000000000000000000000000000000000000000000000000000000000000",
                "ffffffffffffffffffffffffffffffff", "03000000000000000000000000000000"));
    CHECK(gives("02000000000000000000000000000000ffffffffffffffffffffffffffffffff",
                "02000000000000000000000000000000", "03000000000000000000000000000000"));
    CHECK(gives("0100000000000000000000000000000000000000000000000000000000000000",
                "fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff11000000000000000000000000000000",
                "05000000000000000000000000000000"));
    CHECK(gives("0100000000000000000000000000000000000000000000000000000000000000",
                "fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe01010101010101010101010101010101",
                "00000000000000000000000000000000"));
    CHECK(gives("0200000000000000000000000000000000000000000000000000000000000000",
                "fdffffffffffffffffffffffffffffff", "faffffffffffffffffffffffffffffff"));
    CHECK(gives("0100000000000000040000000000000000000000000000000000000000000000",
                "e33594d7505e43b900000000000000003394d7505e4379cd01000000000000000000000000000000000000000000000001"
                "000000000000000000000000000000",
                "14000000000000005500000000000000"));
}
