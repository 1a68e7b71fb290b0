/*
 * ChaCha20-Poly1305 (RFC 8439) in portable C, for chips without a library that has it. No secret decides a branch or an index, so
 * its time tells nothing on a core that multiplies in constant time. Leave the file out if the chip brings its own.
 */
#include "convoy.h"

#include <string.h>

static uint32_t read32(const uint8_t *at) {
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void write32(uint8_t *at, uint32_t value) {
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
    at[2] = (uint8_t)(value >> 16);
    at[3] = (uint8_t)(value >> 24);
}

static void mix(uint32_t *a, uint32_t *b, uint32_t *d, unsigned by) {
    *a += *b;
    *d ^= *a;
    *d = *d << by | *d >> (32 - by);
}

static void quarter(uint32_t *x, unsigned a, unsigned b, unsigned c, unsigned d) {
    mix(&x[a], &x[b], &x[d], 16);
    mix(&x[c], &x[d], &x[b], 12);
    mix(&x[a], &x[b], &x[d], 8);
    mix(&x[c], &x[d], &x[b], 7);
}

static void block(const uint8_t key[32], uint32_t counter, const uint8_t *nonce, uint8_t out[64]) {
    uint32_t start[16], x[16];
    unsigned i;
    start[0] = 0x61707865u;
    start[1] = 0x3320646Eu;
    start[2] = 0x79622D32u;
    start[3] = 0x6B206574u;
    for (i = 0; i < 8; i++) {
        start[4 + i] = read32(key + 4 * i);
    }
    start[12] = counter;
    for (i = 0; i < 3; i++) {
        start[13 + i] = read32(nonce + 4 * i);
    }
    memcpy(x, start, sizeof x);
    for (i = 0; i < 10; i++) {
        quarter(x, 0, 4, 8, 12);
        quarter(x, 1, 5, 9, 13);
        quarter(x, 2, 6, 10, 14);
        quarter(x, 3, 7, 11, 15);
        quarter(x, 0, 5, 10, 15);
        quarter(x, 1, 6, 11, 12);
        quarter(x, 2, 7, 8, 13);
        quarter(x, 3, 4, 9, 14);
    }
    for (i = 0; i < 16; i++) {
        write32(out + 4 * i, x[i] + start[i]);
    }
}

static void stream(const uint8_t key[32], const uint8_t *nonce, const uint8_t *text, size_t length, uint8_t *out) {
    uint8_t pad[64];
    uint32_t counter = 1;
    size_t at, i;
    for (at = 0; at < length; at += 64) {
        block(key, counter++, nonce, pad);
        for (i = 0; i < 64 && at + i < length; i++) {
            out[at + i] = text[at + i] ^ pad[i];
        }
    }
}

/* Poly1305 with limbs of 26 bits, so that products of 32 x 32 bits never overflow 64. */
typedef struct {
    uint32_t r[5], h[5];
} poly;

static void poly_begin(poly *p, const uint8_t key[16]) {
    memset(p, 0, sizeof *p);
    p->r[0] = read32(key) & 0x3FFFFFF;
    p->r[1] = read32(key + 3) >> 2 & 0x3FFFF03;
    p->r[2] = read32(key + 6) >> 4 & 0x3FFC0FF;
    p->r[3] = read32(key + 9) >> 6 & 0x3F03FFF;
    p->r[4] = read32(key + 12) >> 8 & 0x00FFFFF;
}

static void poly_block(poly *p, const uint8_t bytes[16]) {
    const uint32_t *r = p->r;
    uint32_t *h = p->h;
    uint64_t d[5], carry;
    unsigned i, j;
    h[0] += read32(bytes) & 0x3FFFFFF;
    h[1] += read32(bytes + 3) >> 2 & 0x3FFFFFF;
    h[2] += read32(bytes + 6) >> 4 & 0x3FFFFFF;
    h[3] += read32(bytes + 9) >> 6;
    h[4] += read32(bytes + 12) >> 8 | (uint32_t)1 << 24;
    for (i = 0; i < 5; i++) {
        d[i] = 0;
        for (j = 0; j < 5; j++) {
            d[i] += (uint64_t)h[j] * (j <= i ? r[i - j] : 5 * r[5 + i - j]);
        }
    }
    carry = 0;
    for (i = 0; i < 5; i++) {
        d[i] += carry;
        h[i] = (uint32_t)(d[i] & 0x3FFFFFF);
        carry = d[i] >> 26;
    }
    carry = h[0] + carry * 5;
    h[0] = (uint32_t)(carry & 0x3FFFFFF);
    h[1] += (uint32_t)(carry >> 26);
}

/* Bytes, filled up to a multiple of 16 with zeros: in this use every block is whole. */
static void poly_padded(poly *p, const uint8_t *bytes, size_t length) {
    uint8_t last[16];
    for (; length >= 16; length -= 16) {
        poly_block(p, bytes);
        bytes += 16;
    }
    if (length > 0) {
        memset(last, 0, sizeof last);
        memcpy(last, bytes, length);
        poly_block(p, last);
    }
}

static void poly_end(poly *p, const uint8_t s[16], uint8_t tag[16]) {
    uint32_t *h = p->h;
    uint32_t g[5], carry, keep_h;
    uint64_t sum = 0;
    unsigned i, round;
    for (round = 0; round < 2; round++) {
        carry = 0;
        for (i = 0; i < 5; i++) {
            h[i] += carry;
            carry = h[i] >> 26;
            h[i] &= 0x3FFFFFF;
        }
        h[0] += 5 * carry;
    }
    h[1] += h[0] >> 26;
    h[0] &= 0x3FFFFFF;
    /* h - (2^130 - 5), and that one if it is not negative */
    carry = 5;
    for (i = 0; i < 5; i++) {
        g[i] = h[i] + carry;
        carry = g[i] >> 26;
        g[i] &= 0x3FFFFFF;
    }
    keep_h = carry - 1; /* carry 1: h was 2^130 - 5 or more */
    for (i = 0; i < 5; i++) {
        h[i] = (h[i] & keep_h) | (g[i] & ~keep_h);
    }
    for (i = 0; i < 4; i++) {
        uint32_t word = h[i] >> (6 * i) | h[i + 1] << (26 - 6 * i);
        sum += (uint64_t)word + read32(s + 4 * i);
        write32(tag + 4 * i, (uint32_t)sum);
        sum >>= 32;
    }
}

static void make_tag(const uint8_t key[32], const uint8_t *nonce, const uint8_t *associated, size_t associated_length,
                     const uint8_t *sealed, size_t length, uint8_t tag[16]) {
    uint8_t once[64], lengths[16];
    poly p;
    block(key, 0, nonce, once);
    poly_begin(&p, once);
    poly_padded(&p, associated, associated_length);
    poly_padded(&p, sealed, length);
    memset(lengths, 0, sizeof lengths);
    write32(lengths, (uint32_t)associated_length);
    write32(lengths + 8, (uint32_t)length);
    poly_padded(&p, lengths, sizeof lengths);
    poly_end(&p, once + 16, tag);
}

void convoy_chacha_seal(const uint8_t key[32], const uint8_t *nonce, const uint8_t *associated, size_t associated_length,
                        const uint8_t *text, size_t length, uint8_t *out) {
    stream(key, nonce, text, length, out);
    make_tag(key, nonce, associated, associated_length, out, length, out + length);
}

bool convoy_chacha_open(const uint8_t key[32], const uint8_t *nonce, const uint8_t *associated, size_t associated_length,
                        const uint8_t *text, size_t length, uint8_t *out) {
    uint8_t tag[CONVOY_TAG];
    make_tag(key, nonce, associated, associated_length, text, length, tag);
    if (!convoy_same(tag, text + length, CONVOY_TAG)) {
        return false;
    }
    stream(key, nonce, text, length, out);
    return true;
}
