/** Variables that lead to who acts for the person outside: agents, the session's bus and screen, containers. */
const leadsOutside =
  /^(SSH_AUTH_SOCK|SSH_AGENT_PID|GPG_AGENT_INFO|GNOME_KEYRING_\w+|DBUS_\w+|DISPLAY|WAYLAND_\w+|XAUTHORITY|ICEAUTHORITY|SESSION_MANAGER|DESKTOP_STARTUP_ID|XDG_ACTIVATION_TOKEN|DOCKER_HOST|DOCKER_CONTEXT|CONTAINER_HOST|PODMAN_\w+|(GIT|SSH|SUDO)_ASKPASS|VSCODE_\w+|CURSOR_\w+|TMUX|TMUX_PANE|STY|I3SOCK|SWAYSOCK|HYPRLAND_\w+|KITTY_\w+|NVIM|PULSE_\w+|PIPEWIRE_\w+|AT_SPI_\w+|NOTIFY_SOCKET|LISTEN_FDS|LISTEN_PID|WSL_INTEROP)$/;

/** Variables that hold a key or a password, by the customs of naming them. */
const holdsSecret =
  /(^|_)(TOKEN|TOKENS|SECRET|SECRETS|PASSWORD|PASSWD|PASS|PASSPHRASE|CREDENTIAL|CREDENTIALS|APIKEY|API_KEY|ACCESS_KEY|ACCESS_KEY_ID|SECRET_KEY|PRIVATE_KEY|AUTH_KEY|ENCRYPTION_KEY|SIGNING_KEY|JWT|COOKIE|SESSION_KEY|PAT|DSN|CONNECTION_STRING)(_\w+)?$|_KEY$|^KUBECONFIG$|_AUTH$|^npm_config_.*(auth|password)/i;

/** Names that look like those and hold none. */
const holdsNone =
  /^(npm_config_(?!.*(auth|password))\w+|\w*_PATH|\w*_(FILE|DIR)|SSH_TTY|TOKENIZERS_PARALLELISM|\w+_PROXY)$/i;

/** Variables that say where caches are: inside the wall they are where they usually are, in folders of the agent's own. */
const placesCache =
  /^(npm_config_cache|npm_config_store_dir|XDG_CACHE_HOME|XDG_STATE_HOME|PIP_CACHE_DIR|UV_CACHE_DIR|YARN_CACHE_FOLDER|CARGO_HOME|GOPATH|GOCACHE|GOMODCACHE|GRADLE_USER_HOME|CCACHE_DIR|DENO_DIR|BUN_INSTALL_CACHE_DIR|NUGET_PACKAGES)$/i;

/** An address with a password in it. */
const addressWithPassword = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i;

/**
 * The environment of a program inside the wall: without what leads outside, without what holds
 * secrets, and with the temporary folders that are there.
 * @param letIn names of variables that the person let in
 */
export function confinedEnvironment(
  environment: Readonly<Record<string, string>>,
  letIn: readonly string[],
): Record<string, string> {
  const kept = Object.entries(environment).filter(
    ([name, value]) =>
      letIn.includes(name) ||
      !(
        leadsOutside.test(name) ||
        placesCache.test(name) ||
        (holdsSecret.test(name) && !holdsNone.test(name)) ||
        (addressWithPassword.test(value) && !holdsNone.test(name))
      ),
  );
  const { TMP: _, TEMP: __, TMPDIR: ___, ...rest } = Object.fromEntries(kept);
  return { ...rest, TMPDIR: '/tmp' };
}
