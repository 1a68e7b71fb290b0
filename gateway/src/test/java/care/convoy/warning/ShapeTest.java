package care.convoy.warning;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.ResidentId;
import care.convoy.resident.Resident;
import care.convoy.warning.AreaReader.DivisionCode;
import care.convoy.warning.CapReader.Unfit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
    private static CapReader.Read read(String shape) {
        String area = "<area><areaDesc>there</areaDesc>" + shape + "</area>";
        return CapReader.read(CapText.rainstorm("a1")
                .infos(CapText.info("en", "Rain", "Minor", area, ""))
                .toString()
                .getBytes(StandardCharsets.UTF_8));
    }

    private static Area area(String shape) {
        CapReader.Read read = read(shape);
        assertThat(read).isInstanceOf(CapMessage.class);
        return ((CapMessage) read).infos().getFirst().areas().getFirst();
    }

    private static Resident living(double latitude, double longitude, String region) {
        return new Resident(
                new ResidentId("r"),
                1,
                "",
                Resident.Sex.UNKNOWN,
                null,
                Resident.BirthCalendar.SOLAR,
                region,
                "",
                latitude,
                longitude,
                "",
                1,
                List.of(),
                List.of(),
                List.of(),
                "",
                "",
                "",
                "",
                "");
    }

    private static boolean touches(Area area, double latitude, double longitude) {
        return area.touches(living(latitude, longitude, "430102001001"));
    }

    @Test
    void aSquareHoldsWhatIsWithinAndOnItsEdge() {
        Area square = area("<polygon>10,20 10,30 20,30 20,20 10,20</polygon>");
        assertThat(touches(square, 15, 25)).isTrue();
        assertThat(touches(square, 10, 25)).isTrue();
        assertThat(touches(square, 20, 20)).isTrue();
        assertThat(touches(square, 20.001, 20)).isFalse();
        assertThat(touches(square, 15, 30.001)).isFalse();
        assertThat(touches(square, Double.NaN, Double.NaN)).isFalse();
    }

    @Test
    void theOtherWayRoundAndANotchAreTheSame() {
        Area notched = area("<polygon>0,0 10,0 10,10 5,5 0,10 0,0</polygon>");
        assertThat(touches(notched, 2, 5)).isTrue();
        assertThat(touches(notched, 5, 8)).isFalse();
        assertThat(touches(area("<polygon>10,20 20,20 20,30 10,30 10,20</polygon>"), 15, 25))
                .isTrue();
    }

    @Test
    void aRingThatCrossesItselfHoldsAllItGoesRound() {
        Area bow = area("<polygon>0,0 10,10 10,0 0,10 0,0</polygon>");
        assertThat(touches(bow, 2, 5)).isTrue();
        assertThat(touches(bow, 8, 5)).isTrue();
        assertThat(touches(bow, 5, 1)).isFalse();
    }

    @Test
    void aPolygonMayCrossTheAntimeridian() {
        Area fiji = area("<polygon>-20,177 -20,-178 -15,-178 -15,177 -20,177</polygon>");
        assertThat(touches(fiji, -17, 179)).isTrue();
        assertThat(touches(fiji, -17, -179)).isTrue();
        assertThat(touches(fiji, -17, 180)).isTrue();
        assertThat(touches(fiji, -17, -180)).isTrue();
        assertThat(touches(fiji, -17, 0)).isFalse();
        assertThat(touches(fiji, -17, 176)).isFalse();
        // begun on the other side
        Area same = area("<polygon>-20,-178 -15,-178 -15,177 -20,177 -20,-178</polygon>");
        assertThat(touches(same, -17, 179)).isTrue();
        assertThat(touches(same, -17, -179)).isTrue();
        assertThat(touches(same, -17, 0)).isFalse();
    }

    @Test
    void aCircleReachesOverTheAntimeridianAndAPointIsACircleOfNothing() {
        Area circle = area("<circle>-17,179.9 50</circle>");
        assertThat(touches(circle, -17, -179.8)).isTrue();
        assertThat(touches(circle, -17, 179.3)).isFalse();
        assertThat(touches(area("<circle>28.2,112.9 0</circle>"), 28.2, 112.9)).isTrue();
        assertThat(touches(area("<circle>28.2,112.9 0</circle>"), 28.201, 112.9))
                .isFalse();
        // one degree of latitude is 111 km
        assertThat(touches(area("<circle>28,112 112</circle>"), 29, 112)).isTrue();
        assertThat(touches(area("<circle>28,112 109</circle>"), 29, 112)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<polygon>10,20 20,20</polygon> | polygon | four",
                "<polygon>10,20 20,20 10,20</polygon> | polygon | four",
                "<polygon>10,20 20,20 20,30 10,30</polygon> | polygon | closed",
                "<polygon>80,0 80,90 80,180 80,-90 80,0</polygon> | polygon | pole",
                "<polygon>200,20 20,20 20,30 200,20</polygon> | polygon | within 90",
                "<polygon>NaN,20 20,20 20,30 NaN,20</polygon> | polygon | within 90",
                "<polygon>10;20</polygon> | polygon | within 90",
                "<circle>10,20</circle> | circle | radius",
                "<circle>10,20 -5</circle> | circle | radius",
                "<circle>10,20 1e9</circle> | circle | radius",
                "<circle>10,200 5</circle> | circle | within 90",
            })
    void whatIsNoShapeIsRefusedByName(String shape, String element, String mend) {
        CapReader.Read read = read(shape);
        assertThat(read).isInstanceOf(Unfit.class);
        assertThat(((Unfit) read).element()).isEqualTo("alert.info.area." + element);
        assertThat(((Unfit) read).mend()).contains(mend);
    }

    @ParameterizedTest
    @CsvSource({
        "x,430000000000,43",
        "x,430100,4301",
        "x,430102000000,430102",
        "x,430102001000,430102001",
        "x,430102001001,430102001001",
        "x,430102001,430102001",
        "x,43,43",
        "SAME,430102,",
        "x,990000,",
        "x,4301020,",
        "x,FIPS43,",
    })
    void codesOfDivisionsLoseTheLevelsThatTheyDoNotName(String list, String value, String prefix) {
        assertThat(DivisionCode.prefix(list, value).orElse(null)).isEqualTo(prefix);
    }

    @Test
    void peopleAreMatchedByTheBeginningOfTheirRegion() {
        Area area = area("<geocode><valueName>c</valueName><value>430102</value></geocode>"
                + "<geocode><valueName>SAME</valueName><value>006037</value></geocode>");
        assertThat(area.touches(living(Double.NaN, Double.NaN, "430102001001"))).isTrue();
        assertThat(area.touches(living(Double.NaN, Double.NaN, "430103001001"))).isFalse();
        assertThat(area.touches(living(Double.NaN, Double.NaN, ""))).isFalse();
        assertThat(area.isUnderstood()).isTrue();
        assertThat(area("").isUnderstood()).isFalse();
        assertThat(area.meets("4301")).isTrue();
        assertThat(area.meets("430102009")).isTrue();
        assertThat(area.meets("4302")).isFalse();
    }
}
