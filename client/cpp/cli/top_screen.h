// A full-screen view on the terminal, which is restored when the object is
// destroyed. Threads: one, and one screen at a time.
#ifndef BACKLINKS_CLIENT_CPP_CLI_TOP_SCREEN_H_
#define BACKLINKS_CLIENT_CPP_CLI_TOP_SCREEN_H_

#include "client/cpp/cli/top_text.h"

struct screen;

namespace backlinks::cli {

class TopScreen {
 public:
  // `with_color` shows bars and title in color if the terminal supports it.
  explicit TopScreen(bool with_color);
  ~TopScreen();
  TopScreen(const TopScreen&) = delete;
  TopScreen& operator=(const TopScreen&) = delete;

  // False if the terminal cannot show it.
  bool ok() const { return screen_ != nullptr; }
  void Draw(const TopState& state);
  // Waits a tenth of a second for a key. Returns whether it was one that quits.
  // There are no keys if standard input is not a terminal.
  bool WaitForQuit();

 private:
  screen* screen_;
  bool has_keys_;
  bool with_color_;
};

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_TOP_SCREEN_H_
