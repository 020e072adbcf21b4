#include "service/config/flags_state.h"

#include "service/config/flag_setters.h"
#include "service/config/option_secrets.h"
#include "service/config/state_options.h"

namespace backlinks::config {

std::vector<Flag> StateFlags() {
  return {
      TextFlag(
          "state", "STATE",
          "Where budgets, cached pages and the rate of upstream requests are "
          "kept, for this server and for others with the same value: a SQLite "
          "file of this host, a Redis server, or the master of a service that "
          "Redis Sentinels know. Default: the memory of this server, so that "
          "they end with it",
          "sqlite:FILE, redis://[USER[:PASSWORD]@]HOST[:PORT][/DATABASE], "
          "redis+sentinel://[USER[:PASSWORD]@]HOST[:PORT][,HOST[:PORT]...]/"
          "SERVICE[/DATABASE], the same with rediss for TLS, or "
          "unix:///PATH[?db=DATABASE]",
          CheckState, &Options::state),
      SecretFileFlag("state_password_file",
                     "File with the password of the Redis server, and of "
                     "Sentinels that ask for one",
                     kStatePasswordVariable, &Options::state_password_file),
      FileFlag("state_ca_file",
               "CA certificates (PEM) that verify a Redis server, and its "
               "Sentinels, of rediss:// and rediss+sentinel://. Default: the "
               "system's",
               &Options::state_ca_file),
      ChoiceFlag("state_unavailable",
                 "Behavior of calls that need the state while it is not "
                 "available (refuse: they fail with UNAVAILABLE; local: they "
                 "use budgets of this server alone; default: local for the "
                 "embedded upstream, refuse for others)",
                 {kStateRefuse, kStateLocal}, &Options::state_unavailable)};
}

}  // namespace backlinks::config
