package care.convoy.console.wire;

import static care.convoy.console.wire.AlertJson.putText;

import care.convoy.console.AlertDetail;
import care.convoy.console.AlertRow;
import care.convoy.console.HealthSeries.Bucket;
import care.convoy.console.HealthSeries.Limit;
import care.convoy.console.HealthSeries.Limits;
import care.convoy.console.HealthSeries.Measure;
import care.convoy.console.HealthSeries.Span;
import care.convoy.console.HealthSeries.Spread;
import care.convoy.console.health.Chart;
import care.convoy.console.health.WeekSummary;
import care.convoy.console.health.Window;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Charts and weekly summaries as JSON. */
public final class HealthJson {
    private HealthJson() {}

    /** {@code HealthChart} of the contract. @param notWorn null if it is not known over so long a time */
    public static JsonObject chart(
            String resident, Window window, Chart chart, Limits limits, @Nullable List<Span> notWorn) {
        JsonArray at = new JsonArray();
        JsonArray battery = new JsonArray();
        for (Bucket bucket : chart.buckets()) {
            at.add(Duration.between(chart.from(), bucket.at()).dividedBy(chart.step()));
            battery.add(known(bucket.battery()));
        }
        JsonArray measures = new JsonArray();
        for (Measure measure : Measure.values()) {
            measures.add(measure(chart, measure, limits.limits()));
        }
        JsonArray days = new JsonArray();
        for (Chart.Day day : chart.days()) {
            days.add(new JsonObject()
                    .put("date", day.date().toString())
                    .put("steps", known(day.steps()))
                    .put("battery", known(day.battery()))
                    .put("wornHours", window == Window.QUARTER ? null : day.wornHours()));
        }
        return new JsonObject()
                .put("residentId", resident)
                .put("window", window.wireName())
                .put("from", Times.text(chart.from()))
                .put("to", Times.text(chart.to()))
                .put("zone", Window.ZONE.getId())
                .put("step", chart.step().toSeconds())
                .put("middle", window.medians() ? "MEDIAN" : "MEAN")
                .put("ruleBook", limits.book())
                .put("at", at)
                .put("measures", measures)
                .put("battery", battery)
                .put("days", days)
                .put("notWorn", notWorn == null ? null : spans(notWorn));
    }

    private static JsonObject measure(Chart chart, Measure measure, List<Limit> limits) {
        JsonArray own = new JsonArray();
        limits.stream()
                .filter(limit -> limit.measure() == measure)
                .forEach(limit -> own.add(new JsonObject()
                        .put("above", limit.above())
                        .put("value", limit.value())
                        .put("source", limit.source())));
        return new JsonObject()
                .put("measure", measure.wireName())
                .put("low", column(chart, measure, Spread::low))
                .put("middle", column(chart, measure, Spread::middle))
                .put("high", column(chart, measure, Spread::high))
                .put("gaps", spans(chart.gaps(measure)))
                .put("limits", own);
    }

    private static JsonArray column(Chart chart, Measure measure, ToDoubleFunction<Spread> of) {
        JsonArray column = new JsonArray();
        for (Bucket bucket : chart.buckets()) {
            Spread spread = bucket.values().get(measure);
            column.add(spread == null ? null : (Object) tenths(of.applyAsDouble(spread)));
        }
        return column;
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static @Nullable Integer known(int value) {
        return value < 0 ? null : value;
    }

    private static JsonArray spans(List<Span> spans) {
        JsonArray array = new JsonArray();
        spans.forEach(span ->
                array.add(new JsonObject().put("from", Times.text(span.from())).put("to", Times.text(span.to()))));
        return array;
    }

    /** {@code AlertMark} of the contract. */
    public static JsonObject mark(AlertRow row) {
        return new JsonObject()
                .put("id", row.id())
                .put("at", Times.text(row.receivedAt()))
                .put("kind", row.kind())
                .put("priority", row.priority().name())
                .put("state", row.state().name())
                .put("status", row.status().wireName());
    }

    /** The mark with how the alert ended. */
    public static JsonObject ended(AlertDetail detail) {
        JsonObject json = mark(detail.row());
        if (detail.disposition() != null) {
            json.put("cause", detail.disposition().cause())
                    .put("outcome", detail.disposition().outcome())
                    .put("falseAlarm", detail.disposition().falseAlarm());
        }
        return json;
    }

    /** The members of {@code HealthWeek} that say who it is: in full, the page is for the family doctor. */
    public static JsonObject person(AlertRow.Brief brief) {
        JsonObject json = new JsonObject().put("id", brief.id()).put("name", brief.name());
        putText(json, "sex", brief.sex() == null ? "" : brief.sex());
        if (brief.age() != null) {
            json.put("age", brief.age());
        }
        return json;
    }

    /** The members of {@code HealthWeek} that come out of the series. */
    public static JsonObject week(WeekSummary week) {
        JsonArray days = new JsonArray();
        week.days().forEach(day -> days.add(day(day)));
        JsonArray trends = new JsonArray();
        for (Measure measure : Measure.values()) {
            WeekSummary.Trend trend = week.trends().get(measure);
            if (trend != null) {
                trends.add(trend(measure.wireName(), trend));
            }
        }
        if (week.steps() != null) {
            trends.add(trend("steps", week.steps()));
        }
        return new JsonObject()
                .put("zone", Window.ZONE.getId())
                .put(
                        "daysWorn",
                        week.days().stream().filter(WeekSummary.DayLine::isWorn).count())
                .put("days", days)
                .put("trends", trends);
    }

    private static JsonObject day(WeekSummary.DayLine day) {
        JsonArray values = new JsonArray();
        for (Measure measure : Measure.values()) {
            Spread spread = day.values().get(measure);
            if (spread != null) {
                values.add(new JsonObject()
                        .put("measure", measure.wireName())
                        .put("low", tenths(spread.low()))
                        .put("middle", tenths(spread.middle()))
                        .put("high", tenths(spread.high())));
            }
        }
        return new JsonObject()
                .put("date", day.date().toString())
                .put("wornHours", day.wornHours())
                .put("worn", day.isWorn())
                .put("steps", known(day.steps()))
                .put("values", values);
    }

    private static JsonObject trend(String measure, WeekSummary.Trend trend) {
        Double now = trend.now();
        Double before = trend.before();
        return new JsonObject()
                .put("measure", measure)
                .put("now", now == null ? null : tenths(now))
                .put("before", before == null ? null : tenths(before))
                .put("change", trend.change().name())
                .put("daysBeyond", trend.daysBeyond());
    }
}
