/* Bytes to messages (PROTOCOL.md, sections 3 to 7). Integers are put together byte by byte: no unaligned reads. */
#include "convoy_parts.h"

#include <string.h>

typedef struct {
    const uint8_t *at;
    size_t left;
    bool is_short;
    convoy_part first_fault;
    uint32_t faults;
} cursor;

static void fault(cursor *c, convoy_part part) {
    if (c->first_fault == CONVOY_PART_NONE) {
        c->first_fault = part;
    }
    c->faults |= (uint32_t)1 << part;
}

/* Whether that many bytes are left; if not, the rest is given up. */
static bool has(cursor *c, size_t bytes, convoy_part part) {
    if (c->left >= bytes) {
        return true;
    }
    c->is_short = true;
    c->at += c->left;
    c->left = 0;
    fault(c, part);
    return false;
}

static void skip(cursor *c, size_t bytes) {
    c->at += bytes;
    c->left -= bytes;
}

/* Up to four bytes, big-endian; they must be there. */
static uint32_t number(cursor *c, unsigned bytes) {
    uint32_t value = 0;
    unsigned i;
    for (i = 0; i < bytes; i++) {
        value = value << 8 | c->at[i];
    }
    skip(c, bytes);
    return value;
}

static int32_t signed32(cursor *c) {
    uint32_t value = number(c, 4);
    return value <= 0x7FFFFFFFu ? (int32_t)value : -(int32_t)(0xFFFFFFFFu - value) - 1;
}

static void copy(cursor *c, uint8_t *to, size_t bytes) {
    memcpy(to, c->at, bytes);
    skip(c, bytes);
}

static int32_t measured(cursor *c, const convoy_range *r, convoy_part part) {
    uint32_t all_ones = ((uint32_t)1 << (8 * r->bytes)) - 1;
    uint32_t wire;
    if (!has(c, r->bytes, part)) {
        return ABSENT;
    }
    wire = number(c, r->bytes);
    if (wire == all_ones || (wire == 0 && r->zero_is_absent)) {
        return ABSENT;
    }
    if ((int32_t)wire < r->least || (int32_t)wire > r->greatest) {
        fault(c, part);
        return ABSENT;
    }
    return (int32_t)wire;
}

static uint8_t yes_no(cursor *c, convoy_part part) {
    uint8_t value = CONVOY_NOT_KNOWN;
    if (has(c, 1, part)) {
        value = (uint8_t)number(c, 1);
        if (!convoy_is_yes_no(value)) {
            fault(c, part);
            value = CONVOY_NOT_KNOWN;
        }
    }
    return value;
}

static uint16_t bounded(cursor *c, uint16_t least, uint16_t greatest, convoy_part part) {
    uint16_t value = least;
    if (has(c, 2, part)) {
        value = (uint16_t)number(c, 2);
        if (value < least || value > greatest) {
            fault(c, part);
            value = least;
        }
    }
    return value;
}

static bool read_position(cursor *c, convoy_position *out) {
    if (!has(c, POSITION, CONVOY_PART_LOCATION)) {
        return false;
    }
    out->latitude_e7 = signed32(c);
    out->longitude_e7 = signed32(c);
    out->accuracy_m = measured(c, &convoy_range_any16, CONVOY_PART_ACCURACY);
    out->source = (uint8_t)number(c, 1);
    out->fix_age_s = measured(c, &convoy_range_any16, CONVOY_PART_FIX_AGE);
    if (!convoy_is_place(out->latitude_e7, out->longitude_e7)) {
        fault(c, CONVOY_PART_LOCATION);
        return false;
    }
    if (out->source > CONVOY_BEACON) {
        fault(c, CONVOY_PART_SOURCE);
        out->source = CONVOY_SOURCE_NOT_KNOWN;
    }
    return true;
}

/* Goes to the value of the wanted extension (-1: to the end) and gives its length; false at the end or a broken list. */
static bool extension(cursor *c, int wanted, size_t *length) {
    while (c->left > 0 && has(c, 2, CONVOY_PART_EXTENSIONS)) {
        int tag = (int)number(c, 1);
        size_t size = (size_t)number(c, 1);
        if (!has(c, size, CONVOY_PART_EXTENSIONS)) {
            return false;
        }
        if (tag == wanted) {
            *length = size;
            return true;
        }
        skip(c, size);
    }
    return false;
}

static void skip_extensions(cursor *c) {
    size_t length;
    (void)extension(c, -1, &length);
}

static bool position_extension(cursor *c, convoy_position *out) {
    size_t length;
    bool found = false;
    if (!extension(c, TAG_POSITION, &length)) {
        return false;
    }
    if (length < POSITION) {
        fault(c, CONVOY_PART_LOCATION);
        skip(c, length);
    } else {
        found = read_position(c, out);
        skip(c, length - POSITION);
    }
    skip_extensions(c);
    return found;
}

static void firmware_extension(cursor *c, convoy_text *out) {
    size_t length;
    if (extension(c, TAG_FIRMWARE, &length)) {
        if (length <= 32 && convoy_is_printable(c->at, length)) {
            out->at = c->at;
            out->length = length;
        }
        skip(c, length);
        skip_extensions(c);
    }
}

static void read_sos(cursor *c, convoy_message *m) {
    m->body.sos.presses = measured(c, &convoy_range_presses, CONVOY_PART_PRESSES);
    m->body.sos.has_location = position_extension(c, &m->body.sos.location);
}

static void read_fall(cursor *c, convoy_message *m) {
    m->body.fall.moving = yes_no(c, CONVOY_PART_MOVING);
    m->body.fall.confidence_percent = measured(c, &convoy_range_percent, CONVOY_PART_CONFIDENCE);
    m->body.fall.has_location = position_extension(c, &m->body.fall.location);
}

static void read_vitals(cursor *c, convoy_message *m) {
    m->body.vitals.heart_rate_bpm = measured(c, &convoy_range_up_to_300, CONVOY_PART_HEART_RATE);
    m->body.vitals.spo2_percent = measured(c, &convoy_range_up_to_100, CONVOY_PART_SPO2);
    m->body.vitals.systolic_mmhg = measured(c, &convoy_range_up_to_300, CONVOY_PART_SYSTOLIC);
    m->body.vitals.diastolic_mmhg = measured(c, &convoy_range_up_to_300, CONVOY_PART_DIASTOLIC);
    m->body.vitals.temperature_centi_celsius = measured(c, &convoy_range_temperature, CONVOY_PART_TEMPERATURE);
    if (has(c, 1, CONVOY_PART_TEMPERATURE_SITE)) {
        m->body.vitals.temperature_site = (uint8_t)number(c, 1);
        if (m->body.vitals.temperature_site > CONVOY_CORE) {
            fault(c, CONVOY_PART_TEMPERATURE_SITE);
        }
    }
    m->body.vitals.respiration_per_minute = measured(c, &convoy_range_up_to_100, CONVOY_PART_RESPIRATION);
    m->body.vitals.steps = measured(c, &convoy_range_steps, CONVOY_PART_STEPS);
}

/* A known setting that is odd spoils the command; false with a fault. */
static bool read_setting(cursor *c, uint8_t tag, size_t length, convoy_setting *out) {
    bool fine;
    memset(out, 0, sizeof *out);
    out->tag = tag;
    if (tag <= 0x03) {
        fine = length == 2;
        if (fine) {
            out->value = bounded(c, tag == 0x01 ? 10 : 0, tag == 0x01 ? 3600 : 0xFFFF, CONVOY_PART_SETTING);
        }
    } else if (tag == 0x04) {
        fine = length == 1 && c->at[0] <= 1;
        if (fine) {
            out->value = (uint16_t)number(c, 1);
        }
    } else {
        size_t longest = tag == 0x10 ? 96 : 20;
        uint8_t last = tag == 0x10 ? 3 : 5;
        out->slot = length >= 1 ? (uint8_t)number(c, 1) : 0;
        fine = out->slot >= 1 && out->slot <= last && length - 1 <= longest &&
               (tag != 0x10 || out->slot > 1 || length > 1) && convoy_is_printable(c->at, length - 1);
        if (fine) {
            out->text.at = c->at;
            out->text.length = length - 1;
        }
    }
    if (!fine) {
        fault(c, CONVOY_PART_SETTING);
    }
    return fine;
}

static void read_configure(cursor *c, convoy_configure *out) {
    memset(out, 0, sizeof *out);
    if (!has(c, 4, CONVOY_PART_COMMAND)) {
        return;
    }
    out->command_id = number(c, 4);
    out->settings = c->at;
    out->length = c->left;
    while (c->left > 0 && has(c, 2, CONVOY_PART_SETTING)) {
        uint8_t tag = (uint8_t)number(c, 1);
        size_t length = (size_t)number(c, 1);
        convoy_setting setting;
        cursor value;
        if (!has(c, length, CONVOY_PART_SETTING)) {
            return;
        }
        if (convoy_is_setting(tag)) {
            value = *c;
            value.left = length;
            (void)read_setting(&value, tag, length, &setting);
            c->first_fault = value.first_fault;
            c->faults = value.faults;
            out->known++;
        } else {
            out->skipped++;
        }
        skip(c, length);
    }
}

bool convoy_next_setting(const convoy_configure *configure, size_t *at, convoy_setting *out) {
    while (configure->length >= 2 && *at <= configure->length - 2) {
        uint8_t tag = configure->settings[*at];
        size_t length = configure->settings[*at + 1];
        cursor value;
        if (length > configure->length - *at - 2) {
            return false;
        }
        memset(&value, 0, sizeof value);
        value.at = configure->settings + *at + 2;
        value.left = length;
        *at += 2 + length;
        if (convoy_is_setting(tag) && read_setting(&value, tag, length, out) && value.first_fault == CONVOY_PART_NONE) {
            return true;
        }
    }
    return false;
}

static void read_hello(cursor *c, convoy_hello *out) {
    size_t length;
    if (!has(c, 22, CONVOY_PART_LOGIN)) {
        return;
    }
    out->lowest_version = (uint8_t)number(c, 1);
    out->highest_version = (uint8_t)number(c, 1);
    out->features = (uint16_t)number(c, 2);
    out->wake = (uint8_t)number(c, 1);
    if (out->wake > CONVOY_WAKE_FALL) {
        out->wake = CONVOY_WAKE_RECONNECT;
    }
    copy(c, out->client_nonce, CONVOY_NONCE);
    length = (size_t)number(c, 1);
    if (length >= 1 && length <= 64) {
        if (!has(c, length, CONVOY_PART_LOGIN)) {
            return;
        }
        out->device_id.at = c->at;
        out->device_id.length = length;
    }
    if (out->device_id.length == 0 || !convoy_is_printable(c->at, length) || out->lowest_version == 0 ||
        out->highest_version < out->lowest_version) {
        fault(c, CONVOY_PART_LOGIN);
        return;
    }
    skip(c, length);
    firmware_extension(c, &out->firmware);
}

static void read_session(cursor *c, convoy_message *m) {
    if (m->type == CONVOY_HELLO) {
        read_hello(c, &m->body.hello);
        return;
    }
    if (m->type == CONVOY_CHALLENGE && has(c, 24, CONVOY_PART_LOGIN)) {
        m->body.challenge.version = (uint8_t)number(c, 1);
        m->body.challenge.features = (uint16_t)number(c, 2);
        m->body.challenge.adopt_epoch = (number(c, 1) & ADOPT) != 0;
        m->body.challenge.next_epoch = number(c, 4);
        copy(c, m->body.challenge.server_nonce, CONVOY_NONCE);
        skip_extensions(c);
        if (m->body.challenge.version == 0 || m->body.challenge.next_epoch == 0) {
            fault(c, CONVOY_PART_LOGIN);
        }
    } else if (m->type == CONVOY_PROOF && has(c, CONVOY_MAC, CONVOY_PART_LOGIN)) {
        copy(c, m->body.device_proof, CONVOY_MAC);
    } else if (m->type == CONVOY_WELCOME && has(c, CONVOY_MAC + 5, CONVOY_PART_LOGIN)) {
        copy(c, m->body.welcome.server_proof, CONVOY_MAC);
        m->body.welcome.standing = (uint8_t)number(c, 1);
        m->body.welcome.heartbeat_s = bounded(c, 10, 3600, CONVOY_PART_LOGIN);
        m->body.welcome.idle_s = bounded(c, 10, 0xFFFF, CONVOY_PART_LOGIN);
        skip_extensions(c);
        if (m->body.welcome.standing > CONVOY_STANDING_ALARMS_ONLY) {
            fault(c, CONVOY_PART_LOGIN);
        }
    } else if (m->type == CONVOY_CLOSE && has(c, 3, CONVOY_PART_LOGIN)) {
        uint8_t reason = (uint8_t)number(c, 1);
        bool known = (reason >= CONVOY_CLOSE_NORMAL && reason <= CONVOY_CLOSE_SEALING) ||
                     (reason >= CONVOY_CLOSE_POWER_OFF && reason <= CONVOY_CLOSE_SERVER_NOT_TRUSTED);
        m->body.close.reason = known ? reason : CONVOY_CLOSE_NORMAL;
        m->body.close.retry_after_s = measured(c, &convoy_range_any16, CONVOY_PART_LOGIN);
    }
    skip_extensions(c);
}

static void read_rejected(cursor *c, convoy_message *m) {
    m->body.rejected.of_epoch = number(c, 4);
    m->body.rejected.of_sequence = number(c, 4);
    m->body.rejected.reason = (uint8_t)number(c, 1);
    if (m->body.rejected.reason < CONVOY_TRUNCATED || m->body.rejected.reason > CONVOY_OVERLOADED) {
        fault(c, CONVOY_PART_OUTCOME);
    }
}

static void read_received(cursor *c, convoy_message *m) {
    m->body.received.of_epoch = number(c, 4);
    m->body.received.of_sequence = number(c, 4);
    m->body.received.durability = (uint8_t)number(c, 1);
    copy(c, m->body.received.alert_id, 16);
    if (m->body.received.durability != CONVOY_COMMITTED && m->body.received.durability != CONVOY_LOCAL) {
        fault(c, CONVOY_PART_OUTCOME);
    }
}

static void read_accepted(cursor *c, convoy_message *m) {
    copy(c, m->body.accepted.alert_id, 16);
    m->body.accepted.by = (uint8_t)number(c, 1);
    m->body.accepted.eta_minutes = measured(c, &convoy_range_any16, CONVOY_PART_OUTCOME);
    if (m->body.accepted.by < CONVOY_BY_OPERATOR || m->body.accepted.by > CONVOY_BY_AMBULANCE) {
        fault(c, CONVOY_PART_OUTCOME);
    }
}

static void read_show(cursor *c, convoy_message *m) {
    size_t bytes;
    m->body.show.command_id = number(c, 4);
    m->body.show.characters = (uint8_t)number(c, 1);
    bytes = 2u * m->body.show.characters;
    if (has(c, bytes, CONVOY_PART_COMMAND)) {
        m->body.show.text = c->at;
        skip(c, bytes);
        if (!convoy_is_shown(m->body.show.text, m->body.show.characters)) {
            fault(c, CONVOY_PART_COMMAND);
        }
    }
}

static void read_down(cursor *c, convoy_message *m) {
    if (m->type == CONVOY_CONFIGURE) {
        read_configure(c, &m->body.configure);
        return;
    }
    if (m->type == CONVOY_ACK && has(c, 4, CONVOY_PART_OF)) {
        m->body.up_to_sequence = number(c, 4);
    } else if (m->type == CONVOY_REJECTED && has(c, 9, CONVOY_PART_OF)) {
        read_rejected(c, m);
    } else if (m->type == CONVOY_RECEIVED && has(c, 25, CONVOY_PART_OF)) {
        read_received(c, m);
    } else if (m->type == CONVOY_ACCEPTED && has(c, 19, CONVOY_PART_OF)) {
        read_accepted(c, m);
    } else if (m->type == CONVOY_RESOLVED && has(c, 17, CONVOY_PART_OF)) {
        copy(c, m->body.resolved.alert_id, 16);
        m->body.resolved.outcome = (uint8_t)number(c, 1);
        if (m->body.resolved.outcome > 5) {
            m->body.resolved.outcome = 0; /* a later gateway knows more of them; the case is closed all the same */
        }
    } else if (m->type == CONVOY_LOCATE && has(c, 6, CONVOY_PART_COMMAND)) {
        m->body.locate.command_id = number(c, 4);
        m->body.locate.within_s = bounded(c, 1, 0xFFFF, CONVOY_PART_COMMAND);
    } else if (m->type == CONVOY_MEASURE && has(c, 5, CONVOY_PART_COMMAND)) {
        m->body.measure.command_id = number(c, 4);
        m->body.measure.quantities = (uint8_t)number(c, 1);
        if (m->body.measure.quantities == 0) {
            fault(c, CONVOY_PART_COMMAND);
        }
    } else if (m->type == CONVOY_RING && has(c, 5, CONVOY_PART_COMMAND)) {
        m->body.ring.command_id = number(c, 4);
        m->body.ring.seconds = (uint8_t)number(c, 1);
        if (m->body.ring.seconds == 0) {
            fault(c, CONVOY_PART_COMMAND);
        }
    } else if (m->type == CONVOY_SHOW && has(c, 5, CONVOY_PART_COMMAND)) {
        read_show(c, m);
    }
    skip_extensions(c);
}

static void read_up(cursor *c, convoy_message *m) {
    if (m->type == CONVOY_HEARTBEAT) {
        m->body.heartbeat.battery_percent = measured(c, &convoy_range_percent, CONVOY_PART_BATTERY);
        m->body.heartbeat.signal_percent = measured(c, &convoy_range_percent, CONVOY_PART_SIGNAL);
        m->body.heartbeat.worn = yes_no(c, CONVOY_PART_WORN);
        m->body.heartbeat.steps = measured(c, &convoy_range_steps, CONVOY_PART_STEPS);
    } else if (m->type == CONVOY_VITALS) {
        read_vitals(c, m);
    } else if (m->type == CONVOY_LOCATION) {
        (void)read_position(c, &m->body.location);
    } else if (m->type == CONVOY_ACTIVITY) {
        m->body.level_percent = measured(c, &convoy_range_percent, CONVOY_PART_LEVEL);
    } else if (m->type == CONVOY_LOW_BATTERY) {
        m->body.battery_percent = measured(c, &convoy_range_percent, CONVOY_PART_BATTERY);
    } else if (m->type == CONVOY_COMMAND_RESULT && has(c, 5, CONVOY_PART_COMMAND)) {
        m->body.command_result.command_id = number(c, 4);
        m->body.command_result.outcome = (uint8_t)number(c, 1);
        if (m->body.command_result.outcome > CONVOY_PARTLY) {
            fault(c, CONVOY_PART_OUTCOME);
        }
    } else if (m->type == CONVOY_CANCEL && has(c, 8, CONVOY_PART_OF)) {
        m->body.cancel.of_epoch = number(c, 4);
        m->body.cancel.of_sequence = number(c, 4);
        if (m->body.cancel.of_sequence == 0) {
            fault(c, CONVOY_PART_OF);
        }
    }
    skip_extensions(c);
}

static bool is_later_call(uint8_t type) {
    return type >= 0xA5 && type <= 0xAB;
}

/* An sos or fall is taken whatever its members are (3.4). */
static convoy_reason call_for_help(cursor *c, uint8_t version, bool is_cut, convoy_message *out) {
    uint32_t dropped = 0;
    bool later = is_later_call(out->type);
    if (later) {
        out->type = CONVOY_SOS;
    }
    if (is_cut || later || (out->header.flags & CONVOY_SEALED) != 0) {
        bool sealed = !is_cut && (out->header.flags & CONVOY_SEALED) != 0;
        dropped |= is_cut ? (uint32_t)1 << CONVOY_PART_HEADER : 0;
        dropped |= is_cut || sealed ? (uint32_t)1 << CONVOY_PART_BODY : 0;
        dropped |= later && !sealed ? (uint32_t)1 << CONVOY_PART_TYPE : 0;
        c->left = 0; /* nothing of the body is read */
    }
    if (out->type == CONVOY_FALL) {
        read_fall(c, out);
    } else {
        read_sos(c, out);
    }
    out->dropped = dropped != 0 ? dropped : c->faults;
    if (version != CONVOY_VERSION) {
        out->dropped |= (uint32_t)1 << CONVOY_PART_VERSION;
    }
    return CONVOY_OK;
}

static convoy_reason refused(convoy_message *out, convoy_reason reason, convoy_part part) {
    out->fault = part;
    return reason;
}

convoy_reason convoy_decode(const uint8_t *bytes, size_t length, convoy_message *out) {
    cursor c;
    uint8_t version, type;
    bool call;
    memset(out, 0, sizeof *out);
    if (length < 2) {
        return CONVOY_TRUNCATED;
    }
    memset(&c, 0, sizeof c);
    c.at = bytes;
    c.left = length;
    version = (uint8_t)number(&c, 1);
    type = (uint8_t)number(&c, 1);
    out->type = type;
    call = version >= 1 && version <= 15 && (type == CONVOY_SOS || type == CONVOY_FALL || is_later_call(type));
    if (length < CONVOY_HEADER) {
        if (!call) {
            return refused(out, CONVOY_TRUNCATED, CONVOY_PART_HEADER);
        }
        out->header.version = version;
        return call_for_help(&c, version, true, out);
    }
    out->header.version = version;
    out->header.flags = (uint8_t)number(&c, 1);
    out->header.epoch = number(&c, 4);
    out->header.sequence = number(&c, 4);
    out->header.time_ms = (uint64_t)number(&c, 2) << 32;
    out->header.time_ms |= number(&c, 4);
    if (call) {
        return call_for_help(&c, version, false, out);
    }
    if (version != CONVOY_VERSION) {
        return refused(out, CONVOY_BAD_VERSION, CONVOY_PART_VERSION);
    }
    if (!convoy_is_session(type) && !convoy_is_down(type) && !convoy_is_up(type)) {
        return refused(out, CONVOY_UNKNOWN_TYPE, CONVOY_PART_TYPE);
    }
    if ((out->header.flags & CONVOY_SEALED) != 0) {
        return refused(out, CONVOY_SEALED_BODY, CONVOY_PART_BODY);
    }
    if (convoy_is_session(type)) {
        read_session(&c, out);
    } else if (convoy_is_down(type)) {
        read_down(&c, out);
    } else {
        read_up(&c, out);
    }
    if (c.first_fault != CONVOY_PART_NONE) {
        return refused(out, c.is_short ? CONVOY_BAD_BODY : CONVOY_OUT_OF_RANGE, c.first_fault);
    }
    return CONVOY_OK;
}
