package care.convoy.demo;

import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Writes the three import files of a county that does not exist. The people are the same for the same seed; the device
 * secrets come from {@code secrets} and differ each time.
 */
public final class FictionalCounty {
    /** How many residents it has. */
    public static final int RESIDENTS = 200;

    private static final int EVERY_NTH_SPEAKS_MQTT = 10;
    private static final List<String> SURNAMES = List.of(
            "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "罗", "欧阳");
    private static final List<String> WOMEN =
            List.of("桂兰", "秀英", "玉珍", "淑芬", "素珍", "凤英", "月娥", "翠莲", "美华", "春梅", "兰芳", "爱莲");
    private static final List<String> MEN =
            List.of("建国", "德明", "志强", "福生", "国栋", "永康", "长林", "友根", "金山", "水生", "正义", "大海");
    private static final List<Place> PLACES = List.of(
            new Place("439901001001", "望月镇月华社区", 28.0512, 112.8713, true),
            new Place("439901001002", "望月镇银盆岭社区", 28.0601, 112.8842, true),
            new Place("439901002001", "青溪乡白鸽村", 28.0903, 112.9277, false),
            new Place("439901002002", "青溪乡桃花村", 28.1044, 112.9401, false));
    private static final List<String> CONDITIONS = List.of("高血压", "冠心病", "房颤", "2型糖尿病", "慢阻肺", "脑梗后遗症", "骨质疏松", "帕金森病");
    private static final List<String> MEDICINES =
            List.of("氨氯地平", "阿司匹林", "华法林", "二甲双胍", "噻托溴铵", "阿托伐他汀", "碳酸钙D3", "左旋多巴");
    private static final List<String> ALLERGIES = List.of("青霉素", "磺胺", "头孢", "海鲜");
    private static final List<String> BLOOD_GROUPS = List.of("A+", "B+", "O+", "AB+", "O-");

    private final Random chance;
    private final RandomGenerator secrets;

    public FictionalCounty(long seed, RandomGenerator secrets) {
        this.chance = new Random(seed);
        this.secrets = secrets;
    }

    private record Place(String regionCode, String name, double latitude, double longitude, boolean town) {}

    /** The files' whole contents, each with its header line. */
    public record Files(String residents, String contacts, String devices) {}

    /** Writes the county. */
    public Files write() {
        StringBuilder residents =
                new StringBuilder("resident_id,name,sex,birth_date,birth_calendar,region_code,address,"
                        + "latitude,longitude,phone,care_grade,conditions,medicines,allergies,blood_group,doctor_name,"
                        + "doctor_phone,preferred_hospital,access_note\r\n");
        StringBuilder contacts =
                new StringBuilder("resident_id,contact_id,name,role,ring,phone,capabilities,channels,hours\r\n");
        StringBuilder devices = new StringBuilder("device_id,protocol,secret,model,resident_id\r\n");
        for (int number = 1; number <= RESIDENTS; number++) {
            String id = "demo-r%03d".formatted(number);
            Place place = PLACES.get(number % PLACES.size());
            resident(residents, id, number, place);
            convoy(contacts, id, number, place);
            device(devices, id, number);
        }
        return new Files(residents.toString(), contacts.toString(), devices.toString());
    }

    private void resident(StringBuilder out, String id, int number, Place place) {
        boolean woman = chance.nextInt(100) < 58;
        LocalDate born = LocalDate.of(1938 + chance.nextInt(22), 1 + chance.nextInt(12), 1 + chance.nextInt(28));
        String home = place.town()
                ? place.name()
                        + "%d栋%d单元%d0%d"
                                .formatted(
                                        1 + chance.nextInt(18),
                                        1 + chance.nextInt(3),
                                        1 + chance.nextInt(6),
                                        1 + chance.nextInt(4))
                : place.name() + "%d组%d号".formatted(1 + chance.nextInt(9), 1 + chance.nextInt(40));
        int illness = chance.nextInt(CONDITIONS.size());
        String access = place.town() ? "有电梯，门禁 %04d#，水表箱内钥匙盒".formatted(chance.nextInt(10_000)) : "村道尽头，院门不锁，邻居有钥匙";
        row(
                out,
                id,
                name(woman),
                woman ? "F" : "M",
                born.toString(),
                number % 3 == 0 ? "lunar" : "solar",
                place.regionCode(),
                home,
                degrees(place.latitude()),
                degrees(place.longitude()),
                phone(number),
                String.valueOf(1 + chance.nextInt(4)),
                CONDITIONS.get(illness) + ";" + CONDITIONS.get((illness + 3) % CONDITIONS.size()),
                MEDICINES.get(illness),
                chance.nextInt(4) == 0 ? ALLERGIES.get(chance.nextInt(ALLERGIES.size())) : "",
                BLOOD_GROUPS.get(chance.nextInt(BLOOD_GROUPS.size())),
                name(false),
                phone(9_000 + number),
                place.town() ? "望月县人民医院" : "青溪乡卫生院",
                access);
    }

    private void convoy(StringBuilder out, String id, int number, Place place) {
        row(out, id, "c1", name(true), "neighbour", "1", phone(1_000 + number), "key;near", "voice;sms", "");
        row(out, id, "c2", name(false), "village_doctor", "1", phone(2_000 + number), "medical", "voice;sms", "");
        row(out, id, "c3", name(false), "post_a", "2", phone(3_000 + number), "sign", "voice;sms", "");
        row(
                out,
                id,
                "c4",
                name(true),
                "post_b",
                "2",
                phone(4_000 + number),
                place.town() ? "near" : "",
                "voice;sms",
                "");
        if (number % 2 == 0) {
            row(out, id, "c5", name(true), "guardian", "3", phone(5_000 + number), "sign", "voice", "08:00-21:00");
        }
    }

    private void device(StringBuilder out, String residentId, int number) {
        if (number % EVERY_NTH_SPEAKS_MQTT == 0) {
            row(out, "demo-m%03d".formatted(number), "mqtt", secret(16), "演示手环 M1", residentId);
        } else {
            row(out, "demo-d%03d".formatted(number), "native", secret(32), "演示手环 N1", residentId);
        }
    }

    private String name(boolean woman) {
        List<String> given = woman ? WOMEN : MEN;
        return SURNAMES.get(chance.nextInt(SURNAMES.size())) + given.get(chance.nextInt(given.size()));
    }

    private String degrees(double centre) {
        return "%.5f".formatted(centre + (chance.nextDouble() - 0.5) / 100);
    }

    /** Numbers that no operator assigns. */
    private static String phone(int number) {
        return "1990000%04d".formatted(number);
    }

    private String secret(int bytes) {
        byte[] secret = new byte[bytes];
        secrets.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    private static void row(StringBuilder out, String... fields) {
        out.append(String.join(",", fields)).append("\r\n");
    }
}
