// The whole terminal as a picture that changes; as it was before once gone.
// Threads: one, and one screen at a time.
#ifndef BACKLINKS_CLIENT_CPP_CLI_TOP_SCREEN_H_
#define BACKLINKS_CLIENT_CPP_CLI_TOP_SCREEN_H_

#include "client/cpp/cli/top_text.h"

struct screen;

namespace backlinks {

class TopScreen {
 public:
  // `with_color`: bars and the title in color where the terminal has it.
  explicit TopScreen(bool with_colour);
  ~TopScreen();
  TopScreen(const TopScreen&) = delete;
  TopScreen& operator=(const TopScreen&) = delete;

  // False: the terminal cannot show it.
  bool ok() const { return screen_ != nullptr; }
  void Draw(const TopState& state);
  // Waits a tenth of a second for a key; whether it was one that quits. There
  // are no keys where standard input is no terminal.
  bool WaitForQuit();

 private:
  screen* screen_;
  bool has_keys_;
  bool with_colour_;
};

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLI_TOP_SCREEN_H_
