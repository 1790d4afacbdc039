import { lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isInside } from '../../system/files/paths.ts';
import { startsPrograms } from './code-places.ts';
import type { Folders } from './folders.ts';
import { secretsOfHome, secretsOfSystem } from './secret-places.ts';

/** What of `/dev` is no disk: terminals, sound, cameras, graphics, memory that all may use. */
const otherDevice =
  /^\/dev\/(null|zero|full|u?random|std(in|out|err)|tty\w*|fd(\/\d+)?|pts(\/\d+)?|ptmx|console|shm(\/.*)?|mqueue(\/.*)?|(tcp|udp)\/.*|snd(\/.*)?|dri(\/.*)?|input(\/.*)?|video\d+|media\d+|fuse|kvm|net\/tun|vhost-\w+|uinput|hidraw\d+|usb(\/.*)?|bus(\/.*)?|serial(\/.*)?|rfkill|kmsg|log|initctl|autofs|cuse|lp\d+|parport\d+|i2c-\d+|spidev[\d.]+|gpiochip\d+|nvidia\w*|ptp\d+|rtc\d*|watchdog\d*|userfaultfd|vsock|ttyS?\d+|cu\..*|ptyp\w+|clipboard|loop-control|loop\d+)$/;
const windowsDevice = /^\\\\[.?]\\(physicaldrive|[a-z]:|harddisk)/i;

/**
 * Whether writing to this path writes to a disk past its file system, or to raw memory: volumes may
 * be called anything (`/dev/data/home`), so whatever in `/dev` is not known to be none is one.
 */
export function isBlockDevice(file: string): boolean {
  return windowsDevice.test(file) || (/^\/dev\/./.test(file) && !otherDevice.test(file));
}

/** Whether writing to this path stops or restarts the machine. */
export function controlsPower(file: string): boolean {
  return /^\/(proc\/sysrq-trigger|proc\/sys\/kernel\/(sysrq|panic)|sys\/power\/\w+|sys\/kernel\/reboot\/\w+)$/.test(
    file,
  );
}

/** Whether a file lies in a folder for temporary files, which belongs to nobody. */
export function isTemporary(file: string): boolean {
  return [...temporaryFolders, tmpdir()].some((folder) => isInside(folder, file));
}
const temporaryFolders = ['/tmp', '/var/tmp', '/private/tmp', '/private/var/tmp', '/dev/shm'];

/**
 * The folder directly below a temporary one in which this file lies, if its owner alone may enter it:
 * some program made it for itself. Undefined for all others.
 */
export function privateFolderOf(file: string): string | undefined {
  const base = [...temporaryFolders, tmpdir()].find((folder) => isInside(folder, file));
  const [name] = base === undefined ? [] : path.relative(base, file).split(path.sep);
  if (base === undefined || !name || path.join(base, name) === file) return undefined;
  const folder = path.join(base, name);
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() && (found.mode & 0o077) === 0 ? folder : undefined;
}

/** Devices that keep nothing: writing to them is no writing. */
const sink =
  /^\/dev\/(null|zero|full|random|urandom|stdin|stdout|stderr|tty|fd\/\d+|pts\/\d+|ptmx)$/;

/** Whether writing to this path changes nothing: `/dev/null`, the terminal, an open descriptor; on Windows `NUL`. */
export function isSink(file: string): boolean {
  return sink.test(file) || /^(nul|con)$/i.test(path.basename(file));
}

/** Folders whose whole content is keys, sessions or passwords, by the name of one path segment. */
const credentialFolders = new Set([
  '.ssh',
  '.aws',
  '.azure',
  '.gnupg',
  '.password-store',
  '.kube',
  '.oci',
  '.tsh',
  '.putty',
  'keychains',
  'keyrings',
  'kwalletd',
  'gcloud',
  '1password',
  'bitwarden',
  'keepassxc',
]);

/** Browser profiles: cookies and saved passwords. Matched against the path with `/` between segments. */
const browserProfile =
  /\/(\.mozilla\/(firefox|.+\.default)|\.thunderbird|firefox\/profiles|(google-chrome|chromium|google\/chrome|microsoft-edge|microsoft\/edge|bravesoftware|vivaldi|opera)(-[a-z]+)?(\/|$)|chrome\/user data|edge\/user data|library\/(cookies|safari))/i;

/** Files that hold keys, by name. */
const credentialFiles =
  /^(\.env(\..+)?|\.envrc|\.netrc|_netrc|\.pgpass|\.my\.cnf|\.npmrc|\.pypirc|\.git-credentials|\.dockercfg|\.htpasswd|\.vault-token|\.boto|\.s3cfg|\.rclone\.conf|rclone\.conf|id_(rsa|dsa|ecdsa|ed25519)(_sk)?|.+\.(pem|p12|pfx|jks|keystore|kdbx?|ppk|asc\.key|ovpn)|wallet\.dat|login\.keychain(-db)?|login data|cookies(\.sqlite)?|key[34]\.db|logins\.json|shadow-?|gshadow-?|master\.passwd|sudoers|credentials(\.json|\.toml|\.db)?|secrets?\.(json|ya?ml|toml|env)|service[-_]account.*\.json|sam|ntds\.dit)$/i;

/** Examples and public halves that look like credential files and are none. */
const credentialExceptions =
  /^(\.env\.(example|sample|template|dist|defaults?|schema)|.+\.pub|known_hosts|ca-certificates\.(crt|pem)|cacert\.pem)$/i;

const credentialPaths =
  /\/(\.docker\/config\.json|\.config\/(gh|hub|op|sops|rclone|containers\/auth\.json)(\/|$)|\.cargo\/credentials|\.gem\/credentials|\.m2\/settings\.xml|\.terraform\.d\/credentials|proc\/([^/]+\/)+environ|etc\/(ssl\/private|ssh\/ssh_host_\w+_key)|microsoft\/(credentials|protect|vault))/i;

function segments(file: string): string[] {
  return file.split(/[/\\]+/);
}

/** Whether this path holds (or is a folder that holds) keys, passwords or sessions of the person. */
export function isCredential(file: string): boolean {
  const parts = segments(file);
  const name = parts.at(-1) ?? '';
  if (credentialExceptions.test(name)) return false;
  // Certificates that the system or a package ships are public.
  if (/^\/(usr|etc\/ssl\/certs|lib|nix)\//.test(file) || parts.includes('node_modules')) {
    return false;
  }
  const unified = parts.join('/');
  return (
    parts.some((part) => credentialFolders.has(part.toLowerCase())) ||
    credentialFiles.test(name) ||
    credentialPaths.test(unified) ||
    browserProfile.test(unified)
  );
}

/**
 * Whether this path lies where the wall lets no program look: keys, passwords and sessions of the
 * person whose home this is, and of the system.
 */
export function isSecretPlace(file: string, home: string): boolean {
  if (credentialExceptions.test(path.basename(file))) return false;
  const within = isInside(home, file) ? path.relative(home, file) : undefined;
  return (
    (within !== undefined && beginsWithOne(segments(within).join('/'), ofHome)) ||
    beginsWithOne(file, ofSystem)
  );
}

const ofHome: ReadonlySet<string> = new Set(secretsOfHome(process.platform));
const ofSystem: ReadonlySet<string> = new Set(secretsOfSystem(process.platform));

/** Whether a path, or a folder above it, is one of these. */
function beginsWithOne(file: string, places: ReadonlySet<string>): boolean {
  if (places.has(file)) return true;
  for (let end = file.indexOf('/', 1); end > 0; end = file.indexOf('/', end + 1)) {
    if (places.has(file.slice(0, end))) return true;
  }
  return false;
}

/** What of our own data folder tools may see: what the agent itself wrote there to be read. */
const openOwnData = /^(skills|memory|memories|memory\.md|user\.md|workspace)([/\\]|$)/;

/**
 * Whether this path is part of what we keep from the agent: keys, settings (they could switch the
 * approvals off), stored conversations and logs. A workspace inside the data folder is open.
 */
export function isOwnSecret(file: string, folders: Folders): boolean {
  if (isOfThisProcess(file)) return true;
  // Some file systems take `Hermes-Tray` for `hermes-tray`.
  const [own, meant] = [folders.dataDir.toLowerCase(), file.toLowerCase()];
  if (!isInside(own, meant)) return false;
  if (isInside(folders.dataDir, folders.workspace) && isInside(folders.workspace, file)) {
    // A workspace that is the data folder itself opens nothing.
    if (folders.workspace !== folders.dataDir) return false;
  }
  return !openOwnData.test(path.relative(own, meant));
}

/** The environment and the memory of this very process, as Linux shows them: there are keys in them. */
function isOfThisProcess(file: string): boolean {
  const [, pid] = /^\/proc\/(\d+)\/(?:task\/\d+\/)?(?:environ|mem)$/.exec(file) ?? [];
  return Number(pid) === process.pid;
}

/** Whether a file of `/proc` belongs to one process: inside the wall others are not there. */
export function isOfOtherProcess(file: string): boolean {
  return /^\/proc\/\d+\//.test(file);
}

const startupFiles =
  /^(\.(bash|zsh|ksh|csh|tcsh)rc|\.(bash_)?(profile|login|logout|aliases)|\.bash_(profile|login|logout|aliases)|\.zshenv|\.zprofile|\.zlogin|\.zlogout|\.xprofile|\.xinitrc|\.xsession|\.pam_environment|\.inputrc|\.vimrc|\.exrc|\.gitconfig|\.envrc|\.direnvrc|\.gdbinit|\.lldbinit|sitecustomize\.py|usercustomize\.py|config\.fish|microsoft\.powershell_profile\.ps1|profile\.ps1)$/i;

const startupPaths =
  /\/((etc|var\/spool|var\/at|usr\/lib)\/(cron|at|anacron)[\w.]*(\/|$)|etc\/(profile|bash\.bashrc|environment|rc\.local|init\.d|ld\.so)|systemd\/(system|user)|launch(agents|daemons)|\.config\/(autostart|fish|environment\.d|git)|\.git(?:$|\/(hooks|config|commondir|info\/attributes|modules\/.*\/(hooks|config)))|\.hg\/hgrc|\.vscode\/tasks\.json|\.(mcp|cursor\/mcp)\.json$|\.husky\/|start menu\/programs\/startup)/i;

/**
 * Whether what stands at this path is run by itself later: shell start-up files, cron, services, git
 * hooks, tasks of editors.
 * @param workspace absolute; the folders above it make nothing in it such a file
 */
export function isStartup(file: string, workspace: string): boolean {
  const within = isInside(workspace, file) ? path.relative(workspace, file) : file;
  const parts = segments(file);
  return (
    segments(within).some(startsPrograms) ||
    startupFiles.test(parts.at(-1) ?? '') ||
    startupPaths.test(parts.join('/'))
  );
}
