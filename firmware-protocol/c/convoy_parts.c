/* Ranges and kinds (PROTOCOL.md, sections 4.2, 5 and 6). */
#include "convoy_parts.h"

const convoy_range convoy_range_percent = {0, 100, 1, false};
const convoy_range convoy_range_steps = {0, 999999, 3, false};
const convoy_range convoy_range_up_to_300 = {1, 300, 2, true};
const convoy_range convoy_range_up_to_100 = {1, 100, 1, true};
const convoy_range convoy_range_temperature = {1000, 4500, 2, true};
const convoy_range convoy_range_presses = {1, 254, 1, true};
const convoy_range convoy_range_any16 = {0, 65534, 2, false};

bool convoy_is_printable(const uint8_t *text, size_t length) {
    size_t i;
    for (i = 0; i < length; i++) {
        if (text[i] < 0x21 || text[i] > 0x7E) {
            return false;
        }
    }
    return true;
}

bool convoy_is_place(int32_t latitude_e7, int32_t longitude_e7) {
    return latitude_e7 >= -900000000 && latitude_e7 <= 900000000 && longitude_e7 >= -1800000000 &&
           longitude_e7 <= 1800000000;
}

bool convoy_is_yes_no(uint8_t value) {
    return value == CONVOY_NO || value == CONVOY_YES || value == CONVOY_NOT_KNOWN;
}

bool convoy_is_setting(uint8_t tag) {
    return (tag >= 0x01 && tag <= 0x04) || tag == 0x10 || tag == 0x11;
}

bool convoy_is_shown(const uint8_t *text, size_t characters) {
    size_t i;
    for (i = 0; i < characters; i++) {
        unsigned code = (unsigned)text[2 * i] << 8 | text[2 * i + 1];
        if (code < 0x20 || (code >= 0x7F && code <= 0x9F) || (code >= 0xD800 && code <= 0xDFFF)) {
            return false;
        }
    }
    return characters >= 1 && characters <= CONVOY_SHOWN;
}

bool convoy_is_session(uint8_t type) {
    return (type >= CONVOY_HELLO && type <= CONVOY_WELCOME) || type == CONVOY_CLOSE;
}

bool convoy_is_down(uint8_t type) {
    return (type >= CONVOY_ACK && type <= CONVOY_RESOLVED) || (type >= CONVOY_CONFIGURE && type <= CONVOY_SHOW);
}

bool convoy_is_up(uint8_t type) {
    return (type >= CONVOY_HEARTBEAT && type <= CONVOY_COMMAND_RESULT) ||
           (type >= CONVOY_REMOVED && type <= CONVOY_LOW_BATTERY) || (type >= CONVOY_SOS && type <= CONVOY_TEST);
}
