package care.convoy.operator;

import care.convoy.console.DemoCarrier;
import care.convoy.demo.Carrier;
import care.convoy.notify.Told;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The telephones of a demo as the console shows them; of a real gateway there are none. */
final class OperatorCarrier implements DemoCarrier {
    private final @Nullable Carrier carrier;

    OperatorCarrier(@Nullable Carrier carrier) {
        this.carrier = carrier;
    }

    @Override
    public Optional<List<Item>> look() {
        return carrier == null
                ? Optional.empty()
                : Optional.of(carrier.look().stream().map(OperatorCarrier::item).toList());
    }

    @Override
    public boolean answer(long number, char key) {
        return carrier != null && carrier.answer(number, key);
    }

    private static Item item(Carrier.Item item) {
        Told told = item.told();
        return new Item(
                item.number(),
                item.at(),
                item.alert().toString(),
                item.channel().name(),
                item.action().name(),
                item.name(),
                item.address(),
                item.words(),
                item.link(),
                told == null ? "" : told.name(),
                item.toldAt(),
                item.rings(),
                item.canBeAnswered());
    }
}
