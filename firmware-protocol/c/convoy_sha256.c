/* SHA-256 (FIPS 180-4) and HMAC (RFC 2104) with keys of 32 bytes. No secret decides a branch or an index. */
#include "convoy.h"

#include <string.h>

static const uint32_t ROUND[64] = {
    0x428a2f98u, 0x71374491u, 0xb5c0fbcfu, 0xe9b5dba5u, 0x3956c25bu, 0x59f111f1u, 0x923f82a4u, 0xab1c5ed5u,
    0xd807aa98u, 0x12835b01u, 0x243185beu, 0x550c7dc3u, 0x72be5d74u, 0x80deb1feu, 0x9bdc06a7u, 0xc19bf174u,
    0xe49b69c1u, 0xefbe4786u, 0x0fc19dc6u, 0x240ca1ccu, 0x2de92c6fu, 0x4a7484aau, 0x5cb0a9dcu, 0x76f988dau,
    0x983e5152u, 0xa831c66du, 0xb00327c8u, 0xbf597fc7u, 0xc6e00bf3u, 0xd5a79147u, 0x06ca6351u, 0x14292967u,
    0x27b70a85u, 0x2e1b2138u, 0x4d2c6dfcu, 0x53380d13u, 0x650a7354u, 0x766a0abbu, 0x81c2c92eu, 0x92722c85u,
    0xa2bfe8a1u, 0xa81a664bu, 0xc24b8b70u, 0xc76c51a3u, 0xd192e819u, 0xd6990624u, 0xf40e3585u, 0x106aa070u,
    0x19a4c116u, 0x1e376c08u, 0x2748774cu, 0x34b0bcb5u, 0x391c0cb3u, 0x4ed8aa4au, 0x5b9cca4fu, 0x682e6ff3u,
    0x748f82eeu, 0x78a5636fu, 0x84c87814u, 0x8cc70208u, 0x90befffau, 0xa4506cebu, 0xbef9a3f7u, 0xc67178f2u};

static uint32_t turned(uint32_t x, unsigned by) {
    return x >> by | x << (32 - by);
}

static void take_block(uint32_t state[8], const uint8_t *block) {
    uint32_t w[16];
    uint32_t v[8];
    unsigned i;
    for (i = 0; i < 16; i++) {
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 |
               (uint32_t)block[4 * i + 3];
    }
    memcpy(v, state, sizeof v);
    for (i = 0; i < 64; i++) {
        uint32_t s0, s1, t1, t2;
        if (i >= 16) {
            uint32_t a = w[(i + 1) & 15], b = w[(i + 14) & 15];
            s0 = turned(a, 7) ^ turned(a, 18) ^ a >> 3;
            s1 = turned(b, 17) ^ turned(b, 19) ^ b >> 10;
            w[i & 15] += s0 + w[(i + 9) & 15] + s1;
        }
        s1 = turned(v[4], 6) ^ turned(v[4], 11) ^ turned(v[4], 25);
        t1 = v[7] + s1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + ROUND[i] + w[i & 15];
        s0 = turned(v[0], 2) ^ turned(v[0], 13) ^ turned(v[0], 22);
        t2 = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
        v[7] = v[6];
        v[6] = v[5];
        v[5] = v[4];
        v[4] = v[3] + t1;
        v[3] = v[2];
        v[2] = v[1];
        v[1] = v[0];
        v[0] = t1 + t2;
    }
    for (i = 0; i < 8; i++) {
        state[i] += v[i];
    }
}

void convoy_sha256_begin(convoy_sha256 *sha) {
    static const uint32_t start[8] = {0x6a09e667u, 0xbb67ae85u, 0x3c6ef372u, 0xa54ff53au,
                                      0x510e527fu, 0x9b05688cu, 0x1f83d9abu, 0x5be0cd19u};
    memcpy(sha->state, start, sizeof start);
    sha->bytes = 0;
}

void convoy_sha256_add(convoy_sha256 *sha, const void *bytes, size_t length) {
    const uint8_t *from = bytes;
    while (length > 0) {
        size_t at = (size_t)(sha->bytes % 64);
        size_t part = 64 - at < length ? 64 - at : length;
        memcpy(sha->block + at, from, part);
        sha->bytes += part;
        from += part;
        length -= part;
        if (at + part == 64) {
            take_block(sha->state, sha->block);
        }
    }
}

void convoy_sha256_end(convoy_sha256 *sha, uint8_t digest[32]) {
    static const uint8_t padding[64] = {0x80};
    uint8_t bits[8];
    uint64_t total = sha->bytes * 8;
    size_t at = (size_t)(sha->bytes % 64);
    unsigned i;
    for (i = 0; i < 8; i++) {
        bits[i] = (uint8_t)(total >> (56 - 8 * i));
    }
    convoy_sha256_add(sha, padding, at < 56 ? 56 - at : 120 - at);
    convoy_sha256_add(sha, bits, sizeof bits);
    for (i = 0; i < 32; i++) {
        digest[i] = (uint8_t)(sha->state[i / 4] >> (24 - 8 * (i % 4)));
    }
}

void convoy_hmac_begin(convoy_hmac *hmac, const uint8_t key[CONVOY_KEY]) {
    uint8_t inner[64];
    unsigned i;
    for (i = 0; i < 64; i++) {
        uint8_t k = i < CONVOY_KEY ? key[i] : 0;
        inner[i] = k ^ 0x36;
        hmac->outer[i] = k ^ 0x5C;
    }
    convoy_sha256_begin(&hmac->sha);
    convoy_sha256_add(&hmac->sha, inner, sizeof inner);
}

void convoy_hmac_add(convoy_hmac *hmac, const void *bytes, size_t length) {
    convoy_sha256_add(&hmac->sha, bytes, length);
}

void convoy_hmac_end(convoy_hmac *hmac, uint8_t mac[CONVOY_MAC]) {
    uint8_t digest[32];
    convoy_sha256_end(&hmac->sha, digest);
    convoy_sha256_begin(&hmac->sha);
    convoy_sha256_add(&hmac->sha, hmac->outer, sizeof hmac->outer);
    convoy_sha256_add(&hmac->sha, digest, sizeof digest);
    convoy_sha256_end(&hmac->sha, mac);
}

bool convoy_same(const uint8_t *a, const uint8_t *b, size_t length) {
    uint8_t differs = 0;
    size_t i;
    for (i = 0; i < length; i++) {
        differs = (uint8_t)(differs | (a[i] ^ b[i]));
    }
    return differs == 0;
}
