package care.convoy.resident;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.Secret;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImportFilesTest {
    @Test
    void readsEveryColumnOfAResident() {
        Resident resident = onlyResident("""
                resident_id,name,sex,birth_date,birth_calendar,region_code,address,latitude,longitude,phone,care_grade,\
                conditions,medicines,allergies,blood_group,doctor_name,doctor_phone,preferred_hospital,access_note
                R1,王秀英,F,1948-02-28,lunar,110101001001,"3, East Lane ""North\""",39.9,116.4,+86 138-0000-0000,3,\
                hypertension;diabetes,metformin, penicillin ;,A,Dr Li,010-1234,First Hospital,"door code 12
                second line"
                """);
        assertThat(resident)
                .isEqualTo(new Resident(
                        new ResidentId("R1"),
                        0,
                        "王秀英",
                        Resident.Sex.F,
                        LocalDate.of(1948, 2, 28),
                        Resident.BirthCalendar.LUNAR,
                        "110101001001",
                        "3, East Lane \"North\"",
                        39.9,
                        116.4,
                        "+86 138-0000-0000",
                        3,
                        List.of("hypertension", "diabetes"),
                        List.of("metformin"),
                        List.of("penicillin"),
                        "A",
                        "Dr Li",
                        "010-1234",
                        "First Hospital",
                        "door code 12\nsecond line"));
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsDoNotMatter() {
        assertThat(onlyResident("\uFEFFresident_id,name\r\nR1,Wang\r\n").name()).isEqualTo("Wang");
    }

    @Test
    void aColumnThatIsAbsentKeepsWhatWasKnownAndAnEmptyFieldClearsIt() {
        Resident known = onlyResident("resident_id,name,phone,address\nR1,Wang,123,East\n");
        Resident after = ResidentLine.read(bytes("resident_id,name,phone\nR1,Wang,\n"))
                .lines()
                .getFirst()
                .over(known);
        assertThat(after.address()).isEqualTo("East");
        assertThat(after.phone()).isEmpty();
    }

    @Test
    void namesUnknownMissingAndDoubleColumns() {
        assertThat(residentErrors("resident_id,shoe_size,shoe_size\nR1,43,43\n"))
                .containsExactly(
                        "line 1, shoe_size: unknown column; remove it, or correct its name",
                        "line 1, shoe_size: unknown column; remove it, or correct its name",
                        "line 1, name: column missing; add it");
        assertThat(residentErrors("resident_id,name,name\nR1,a,b\n"))
                .containsExactly("line 1, name: column named twice; keep one of them");
        assertThat(residentErrors("")).singleElement().asString().startsWith("file: empty");
    }

    @Test
    void reportsEachBadLineWithNumberFieldAndMend() {
        assertThat(residentErrors("""
                        resident_id,name,sex,birth_date,region_code,latitude,longitude,care_grade,phone
                        R1,,F,1948-02-30,12,91,0,5,call me
                        R 2,Li,,,,,,,
                        R3,Zhao,X,,110101001001,39.9,,2,
                        R3,Qian,F,,,,,,
                        R4,too,few
                        """))
                .containsExactly(
                        "line 2, name: empty; it is required",
                        "line 2, birth_date: must be a date of the form 1950-03-28",
                        "line 2, latitude: must be decimal degrees (WGS-84) from -90 to 90",
                        "line 2, phone: not a telephone number; write digits, with + in front of a country code",
                        "line 2, care_grade: must be a number from 1 to 4",
                        "line 2, latitude: latitude and longitude are given together or not at all",
                        "line 2, region_code: must be the 12 digits of an administrative code",
                        "line 3, resident_id: must be 1 to 64 characters of A-Z a-z 0-9 . _ : -",
                        "line 4, sex: must be one of F, M",
                        "line 4, latitude: latitude and longitude are given together or not at all",
                        "line 5: the same id as line 4; keep one of them",
                        "line 6: 3 fields instead of 9; a field with a comma or a line break stands in double quotes");
    }

    @Test
    void countsLinesAsAnEditorDoesAfterAFieldOfSeveralLines() {
        assertThat(residentErrors("resident_id,name,address\nR1,a,\"1\n2\n3\"\nR2,,x\n"))
                .containsExactly("line 5, name: empty; it is required");
    }

    @Test
    void saysWhereAQuoteIsNotClosedAndThatAFileIsNotUtf8() {
        assertThat(residentErrors("resident_id,name\nR1,Wang\nR2,\"Li\nR3,Zhao\n"))
                .singleElement()
                .asString()
                .startsWith("line 2: what follows this line is not CSV: a quote is not closed");
        ImportFile<ResidentLine> gbk = ResidentLine.read("resident_id,name\nR1,王秀英\n".getBytes(Charset.forName("GBK")));
        assertThat(gbk.errors()).singleElement().hasToString("file: not UTF-8; save it as 'CSV UTF-8'");
    }

    @Test
    void refusesAMailAddressThatCouldBeginAnotherLineOrAddress() {
        String heads = "resident_id,contact_id,name,role,mail\n";
        assertThat(ContactLine.read(bytes(heads + "R1,c1,Li,neighbour,li.wang+x@mail.example.org\n"))
                        .errors())
                .isEmpty();
        for (String bad : List.of(
                "\"li@example.org\nBcc: x@example.org\"",
                "\"li@example.org,x@example.org\"",
                "Li <li@example.org>",
                "李@example.org",
                "li@example..org",
                "li")) {
            assertThat(ContactLine.read(bytes(heads + "R1,c1,Li,neighbour," + bad + "\n"))
                            .errors())
                    .as(bad)
                    .singleElement()
                    .hasToString("line 2, mail: must be a mail address of the form name@example.org");
        }
    }

    @Test
    void refusesWhatIsTooLargeAndListsAHundredErrors() {
        assertThat(residentErrors("resident_id,name\nR1," + "x".repeat(101) + "\n"))
                .containsExactly("line 2, name: longer than 100 characters; shorten it");
        StringBuilder bad = new StringBuilder("resident_id,name\n");
        for (int i = 0; i < 150; i++) {
            bad.append("R").append(i).append(",\n");
        }
        ImportResult refused =
                ImportResult.refused(ResidentLine.read(bytes(bad.toString())).errors());
        assertThat(refused.errors()).hasSize(101);
        assertThat(refused.errors().getLast()).hasToString("file: 50 more errors");
        assertThat(CsvTable.read(new byte[CsvTable.MOST_BYTES + 1], Set.of(), Set.of())
                        .errors())
                .singleElement()
                .hasToString("file: larger than 64 MB; split the file");
    }

    @Test
    void readsContacts() {
        ImportFile<ContactLine> file = ContactLine.read(bytes("""
                        resident_id,contact_id,name,role,ring,phone,capabilities,channels,hours
                        R1,c1,Zhang,post_a,2,139,key;near;key,sms;voice,Mo-Fr 8-18
                        R1,c2,Chen,village_doctor,,,,,
                        """));
        assertThat(file.errors()).isEmpty();
        Contact first = file.lines().getFirst().over(null);
        assertThat(first.role()).isEqualTo(Contact.Role.POST_A);
        assertThat(first.capabilities()).containsExactlyInAnyOrder(Contact.Capability.KEY, Contact.Capability.NEAR);
        assertThat(first.channels()).containsExactly(ChannelKind.SMS, ChannelKind.VOICE);
        Contact second = file.lines().getLast().over(null);
        assertThat(second.ring()).isEqualTo(1);
        assertThat(second.channels()).containsExactly(ChannelKind.VOICE, ChannelKind.SMS);
    }

    @Test
    void reportsWhatIsWrongWithContacts() {
        assertThat(ContactLine.read(bytes("""
                                        resident_id,contact_id,name,role,ring,capabilities
                                        R1,c1,Zhang,uncle,4,flies
                                        R1,c1,Zhang,,1,
                                        """)).errors())
                .extracting(ImportError::toString)
                .containsExactly(
                        "line 2, capabilities: 'flies' must be one of key, sign, medical, near",
                        "line 2, role: must be one of post_a, post_b, guardian, neighbour, village_doctor, social_worker,"
                                + " peer, relative",
                        "line 2, ring: must be a number from 1 to 3",
                        "line 3, role: empty; it is required",
                        "line 3: the same id as line 2; keep one of them");
    }

    @Test
    void readsTheSecretOfEachProtocol() {
        String key = "00ff".repeat(16);
        ImportFile<DeviceLine> file = DeviceLine.read(bytes("device_id,protocol,secret,model,resident_id\n"
                + "n1,native," + key + ",Band,R1\n"
                + "m1,mqtt,\" spaced 密码\",,R1;R2\n"
                + "c1,coap,0aFF0aFF0aFF0aFF0aFF0aFF0aFF0aFF,,\n"
                + "w1,watch,,,\n"
                + "j1,jt808,code,,\n"
                + "b1,mqtt,,,\n"));
        assertThat(file.errors()).isEmpty();
        List<RegisteredDevice> devices =
                file.lines().stream().map(line -> line.over(null)).toList();
        assertThat(devices.get(0).secret().toBytes()).hasSize(32).startsWith(0, 0xff);
        assertThat(devices.get(1).secret()).isEqualTo(Secret.copyOf(" spaced 密码".getBytes(StandardCharsets.UTF_8)));
        assertThat(devices.get(1).residents()).containsExactly(new ResidentId("R1"), new ResidentId("R2"));
        assertThat(devices.get(2).secret().toBytes()).hasSize(16).startsWith(0x0a, 0xff);
        assertThat(devices.get(3).secret().isEmpty()).isTrue();
        assertThat(devices.get(4).protocol()).isEqualTo(RegisteredDevice.Protocol.JT808);
        assertThat(devices.get(5).secret().isEmpty()).isTrue();
    }

    @Test
    void reportsSecretsThatDoNotFitWithoutShowingThem() {
        assertThat(DeviceLine.read(bytes("device_id,protocol,secret,resident_id\n"
                                + "n1,native,topsecret,\n"
                                + "m1,mqtt,  ,\n"
                                + "c1,coap,abc,\n"
                                + "w1,watch,topsecret,\n"
                                + "x1,zigbee,,\n"
                                + "d 1,mqtt,a,\n"
                                + "d2,mqtt,a,R1;R1;R 2\n"))
                        .errors())
                .extracting(ImportError::toString)
                .containsExactly(
                        "line 2, secret: must be the device key: 64 hexadecimal digits",
                        "line 3, secret: must be the password: 1 to 256 characters, not only spaces; empty only for a device that"
                                + " a bridge hears",
                        "line 4, secret: must be the PSK: 16 to 64 bytes, which are 32 to 128 hexadecimal digits;"
                                + " `openssl rand -hex 16` draws one",
                        "line 5, secret: must be empty: the watch protocol knows no secret",
                        "line 6, protocol: must be one of native, mqtt, coap, watch, jt808",
                        "line 7, device_id: must be 1 to 64 characters of A-Z a-z 0-9 . _ : -",
                        "line 8, resident_id: names 'R1' twice",
                        "line 8, resident_id: each must be 1 to 64 characters of A-Z a-z 0-9 . _ : -")
                .noneMatch(error -> error.contains("topsecret"));
    }

    @Test
    void aPreSharedKeyHasAtLeastSixteenBytes() {
        String fifteen = "device_id,protocol,secret\nc1,coap," + "ab".repeat(15) + "\n";
        assertThat(DeviceLine.read(bytes(fifteen)).errors())
                .extracting(ImportError::toString)
                .singleElement()
                .asString()
                .startsWith("line 2, secret: must be the PSK: 16 to 64 bytes");
        assertThat(SecretForm.read(Protocol.COAP, "ab".repeat(16))).isNotNull();
        assertThat(SecretForm.read(Protocol.COAP, "ab".repeat(64))).isNotNull();
        assertThat(SecretForm.read(Protocol.COAP, "ab".repeat(65))).isNull();
        assertThat(SecretForm.read(Protocol.COAP, SecretForm.draw(Protocol.COAP)))
                .isNotNull();
    }

    private static Resident onlyResident(String csv) {
        ImportFile<ResidentLine> file = ResidentLine.read(bytes(csv));
        assertThat(file.errors()).isEmpty();
        return file.lines().getFirst().over(null);
    }

    private static List<String> residentErrors(String csv) {
        return ResidentLine.read(bytes(csv)).errors().stream()
                .map(ImportError::toString)
                .toList();
    }

    private static byte[] bytes(String csv) {
        return csv.getBytes(StandardCharsets.UTF_8);
    }
}
