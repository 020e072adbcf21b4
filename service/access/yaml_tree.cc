#include "service/access/yaml_tree.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include "fmt/format.h"
#include "yaml-cpp/eventhandler.h"
#include "yaml-cpp/exceptions.h"
#include "yaml-cpp/parser.h"

namespace backlinks::access {
namespace {

constexpr size_t kMaxNodes = 200'000;
constexpr size_t kMaxDepth = 8;
constexpr size_t kMaxMembers = 64;

// yaml-cpp's marks of values without a tag: plain ones, and quoted ones.
constexpr std::string_view kPlainTag = "?";
constexpr std::string_view kQuotedTag = "!";

[[noreturn]] void Reject(const YAML::Mark& mark, const std::string& what) {
  throw YAML::ParserException(mark, what);
}

// Builds the tree from the events of yaml-cpp. Its own tree would keep anchors
// and aliases, and drop all but one of equal members.
class TreeBuilder final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    if (has_document_) Reject(mark, "must have only one document");
    has_document_ = true;
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    RejectAnchor(mark, anchor);
    Add(mark, {});
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    Reject(mark, "aliases are not allowed");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag,
                YAML::anchor_t anchor, const std::string& value) override {
    RejectAnchor(mark, anchor);
    RejectTag(mark, tag);
    if (open_.empty() || !open_.back().NeedsName()) {
      return Add(mark, {.kind = YamlNode::Kind::kScalar,
                        .text = value,
                        .is_plain = tag == kPlainTag});
    }
    AddName(mark, value);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    Begin(mark, tag, anchor, YamlNode::Kind::kList);
  }
  void OnSequenceEnd() override { End(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    Begin(mark, tag, anchor, YamlNode::Kind::kMapping);
  }
  void OnMapEnd() override { End(); }

  void OnAnchor(const YAML::Mark& mark, const std::string&) override {
    Reject(mark, "anchors are not allowed");
  }

  YamlNode& root() { return root_; }

 private:
  // A list or mapping whose end has not come.
  struct Open {
    YamlNode node;
    std::optional<YamlMember> member;  // Has its name, and not its value.

    bool NeedsName() const {
      return node.kind == YamlNode::Kind::kMapping && !member;
    }
  };

  static void RejectAnchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) Reject(mark, "anchors are not allowed");
  }

  static void RejectTag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != kPlainTag && tag != kQuotedTag) {
      Reject(mark, "tags are not allowed");
    }
  }

  void Begin(const YAML::Mark& mark, const std::string& tag,
             YAML::anchor_t anchor, YamlNode::Kind kind) {
    RejectAnchor(mark, anchor);
    RejectTag(mark, tag);
    if (open_.size() >= kMaxDepth) {
      Reject(mark, fmt::format("must not have more than {} levels", kMaxDepth));
    }
    if (!open_.empty() && open_.back().NeedsName()) {
      Reject(mark, "the name of a member must be a text");
    }
    open_.push_back({{.kind = kind, .line = mark.line + 1}, std::nullopt});
  }

  void End() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    Put(std::move(node));
  }

  void AddName(const YAML::Mark& mark, const std::string& name) {
    Open& open = open_.back();
    if (open.node.Find(name) != nullptr) {
      Reject(mark, "a member with this name is already there");
    }
    if (open.node.members.size() >= kMaxMembers) {
      Reject(mark, fmt::format("a mapping must not have more than {} members",
                               kMaxMembers));
    }
    open.member = YamlMember{.name = name, .line = mark.line + 1};
  }

  void Add(const YAML::Mark& mark, YamlNode&& node) {
    if (!open_.empty() && open_.back().NeedsName()) {
      Reject(mark, "the name of a member must be a text");
    }
    node.line = mark.line + 1;
    if (++nodes_ > kMaxNodes) {
      Reject(mark, fmt::format("must not have more than {} values", kMaxNodes));
    }
    Put(std::move(node));
  }

  void Put(YamlNode&& node) {
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (Open& open = open_.back(); open.member) {
      open.member->value = std::move(node);
      // yaml-cpp's mark of an absent value is that of what follows.
      if (open.member->value.kind == YamlNode::Kind::kNull) {
        open.member->value.line = open.member->line;
      }
      open.node.members.push_back(*std::move(open.member));
      open.member.reset();
    } else {
      open.node.items.push_back(std::move(node));
    }
  }

  YamlNode root_;
  std::vector<Open> open_;
  size_t nodes_ = 0;
  bool has_document_ = false;
};

// yaml-cpp would take the control character EOT for the end of the text.
absl::Status CheckCharacters(std::string_view text) {
  int line = 1;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') ++line;
    if ((byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f) {
      return LineError(line,
                       fmt::format("must not contain the byte 0x{:02x}", byte));
    }
  }
  return absl::OkStatus();
}

// Some of yaml-cpp's messages end with a part of the text.
std::string WithoutQuote(const std::string& message) {
  if (message.starts_with(YAML::ErrorMsg::UNKNOWN_ANCHOR)) {
    return "aliases are not allowed";
  }
  return message.substr(0, message.find(": "));
}

absl::StatusOr<YamlNode> Build(std::string_view text) {
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    TreeBuilder builder;
    while (parser.HandleNextDocument(builder)) {
    }
    return std::move(builder.root());
  } catch (const YAML::Exception& error) {
    return LineError(error.mark.line + 1, WithoutQuote(error.msg));
  }
}

}  // namespace

const YamlNode* YamlNode::Find(std::string_view name) const {
  const auto member =
      std::find_if(members.begin(), members.end(),
                   [&](const YamlMember& one) { return one.name == name; });
  return member == members.end() ? nullptr : &member->value;
}

absl::Status LineError(int line, std::string_view what) {
  return absl::InvalidArgumentError(
      fmt::format("{}: {}", std::max(1, line), what));
}

absl::StatusOr<YamlNode> ParseYaml(std::string_view text) {
  if (text.size() > kMaxYamlBytes) {
    return LineError(1, "must not be larger than 1 MiB");
  }
  if (absl::Status status = CheckCharacters(text); !status.ok()) return status;
  return Build(text);
}

}  // namespace backlinks::access
