#include "client/cpp/cli/top_screen.h"

#define NCURSES_NOMACROS 1
#include <curses.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>

#include "client/cpp/output/display_width.h"

namespace backlinks::cli {
namespace {

constexpr int kPauseMs = 100;
constexpr int kInterrupt = 3;  // Ctrl-C in raw mode.
constexpr int kHeadLines = 3;

void Put(int line, const std::string& text) { mvaddstr(line, 0, text.c_str()); }

}  // namespace

TopScreen::TopScreen(bool with_color)
    : screen_((std::setlocale(LC_CTYPE, ""), newterm(nullptr, stdout, stdin))),
      has_keys_(isatty(STDIN_FILENO) != 0),
      with_color_(with_color) {
  if (screen_ == nullptr) return;
  // Without a keyboard, Ctrl-C must remain a signal.
  if (has_keys_) raw();
  noecho();
  keypad(stdscr, true);
  curs_set(0);
  timeout(kPauseMs);
  with_color_ = with_color && has_colors() && start_color() == OK;
  if (with_color_) use_default_colors();
  if (with_color_) init_pair(1, COLOR_CYAN, -1);
}

TopScreen::~TopScreen() {
  if (screen_ == nullptr) return;
  endwin();
  delscreen(screen_);
}

void TopScreen::Draw(const TopState& state) {
  const int width = std::max(getmaxx(stdscr) - 1, 1);
  const int height = getmaxy(stdscr);
  erase();
  attr_on(A_BOLD, nullptr);
  Put(0, output::FitToWidth("backlinks top " + state.target, width));
  attr_off(A_BOLD, nullptr);
  Put(1, output::FitToWidth(TopHead(state), width));
  if (with_color_) attr_on(COLOR_PAIR(1), nullptr);
  int line = kHeadLines;
  for (const auto& bar : TopBars(state, width, height - kHeadLines - 1)) {
    Put(line++, bar);
  }
  if (with_color_) attr_off(COLOR_PAIR(1), nullptr);
  const char* const help = has_keys_ ? "q or Ctrl-C ends" : "Ctrl-C ends";
  if (height > kHeadLines) Put(height - 1, output::FitToWidth(help, width));
  refresh();
}

bool TopScreen::WaitForQuit() {
  if (!has_keys_) {
    napms(kPauseMs);
    return false;
  }
  const int key = getch();
  return key == 'q' || key == kInterrupt;
}

}  // namespace backlinks::cli
