package care.convoy.operator;

import care.convoy.alert.OperatorId;
import care.convoy.console.Operator;
import care.convoy.console.Users;
import java.util.function.Function;

/** Logins to the names that others see; from memory. Thread-safe. */
final class Names {
    private final Function<String, String> displayNames;

    Names(Users users) {
        this.displayNames = login -> users.byLogin(login).map(Users.User::name).orElse(login);
    }

    Operator of(OperatorId operator) {
        return new Operator(operator.value(), displayNames.apply(operator.value()));
    }
}
