#!/usr/bin/env bash
# Runs the steps of the Dockerfile's last stage without an engine, then the image's command.
#
#   deploy/check-dockerfile.sh BINARY
#   deploy/check-dockerfile.sh --possible   (only looks whether this user may)
#
# The steps run in a throw-away copy of this machine's root (an overlay in memory, in a mount
# namespace of its own), so they change nothing here. BINARY stands for what the first stage makes.
# Ends with 3 where this user may not make such a copy.
set -euo pipefail

binary="${1:?usage: deploy/check-dockerfile.sh BINARY}"
[ "$binary" = --possible ] || binary="$(realpath "$binary")"
dockerfile="$(realpath "$(dirname "$0")")/Dockerfile"
folder="$(dirname -- "$binary")"

if [ -z "${CANDOR_CHECK_ROOT:-}" ]; then
  # First the namespace, then the same script in it.
  unshare --mount --propagation private true 2>/dev/null || exit 3
  memory="$(mktemp -d)"
  trap 'rmdir "$memory"' EXIT
  status=0
  CANDOR_CHECK_ROOT="$memory" unshare --mount --propagation private "$0" "$binary" || status=$?
  exit "$status"
fi

memory="$CANDOR_CHECK_ROOT"
mount -t tmpfs none "$memory" 2>/dev/null || exit 3
mkdir "$memory/upper" "$memory/work" "$memory/root"
mount -t overlay overlay \
  -o "lowerdir=/,upperdir=$memory/upper,workdir=$memory/work" "$memory/root" 2>/dev/null || exit 3
[ "$binary" != --possible ] || exit 0
root="$memory/root"
# An overlay shows no other file systems; these are needed by programs, and the binary's folder by it.
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
mkdir -p "$root/$folder" "$root/tmp"
mount --bind "$folder" "$root/$folder"
mount -t tmpfs -o mode=1777 none "$root/tmp"

fail() { echo "error: $*" >&2; exit 1; }

# The last stage: what stands behind the last FROM, comments and continued lines taken care of.
stage="$(sed -e ':again' -e '/\\$/N; s/\\\n//; t again' "$dockerfile" | grep -Ev '^[[:space:]]*(#|$)' \
  | awk '/^FROM / { text = ""; next } { text = text $0 "\n" } END { printf "%s", text }')"

user=0:0
directory=/
variables=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
entry=""
while IFS= read -r line; do
  instruction="${line%% *}"
  rest="${line#* }"
  case "$instruction" in
    RUN) chroot "$root" /bin/sh -e -c "$rest" </dev/null || fail "RUN $rest" ;;
    COPY)
      read -r -a words <<<"$rest"
      source="${words[-2]}"
      target="${words[-1]}"
      case "$source" in
        */bin/candor) cp -L "$binary" "$root$target" && chmod 0755 "$root$target" ;;
        *) install -D -m 0644 "$source" "$root$target" 2>/dev/null || : >"$root$target" ;;
      esac ;;
    ENV) read -r -a words <<<"$rest"; variables+=("${words[@]}") ;;
    USER) user="$rest" ;;
    WORKDIR) directory="$rest"; mkdir -p "$root$directory" ;;
    ENTRYPOINT) entry="$(tr -d '[]" ' <<<"$rest")" ;;
    VOLUME | CMD) ;;
    *) fail "this check does not know $instruction" ;;
  esac
done <<<"$stage"

[ "${user%%:*}" != 0 ] && [ "$user" != root ] || fail "the image runs as root"
[ -n "$entry" ] || fail "the image has no ENTRYPOINT"
inside() {
  chroot --userspec="$user" "$root" /usr/bin/env -i "${variables[@]}" \
    /bin/sh -c 'cd "$0" && exec "$@"' "$directory" "$@" </dev/null
}
inside "$entry" --version >/dev/null || fail "the command does not start"
inside "$entry" rules list --quiet >/dev/null || fail "the rules are not in the image"
inside touch /var/lib/candor/written || fail "the data directory cannot be written"
! inside touch /usr/local/bin/written 2>/dev/null || fail "the image's own files can be written"
[ "$(inside stat --format=%a:%u /var/lib/candor)" = "700:${user%%:*}" ] \
  || fail "others can read the data directory"
echo "dockerfile: the steps run, and the command runs as ${user%%:*}"
