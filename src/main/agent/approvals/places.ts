import path from 'node:path';
import { isInside } from '../../system/files/paths.ts';

/** The folders a judgement is relative to; all absolute. */
export interface Places {
  workspace: string;
  home: string;
  /** Our own data folder: settings, secrets, store, logs. */
  dataDir: string;
}

/** Disks and partitions as Linux, macOS, the BSDs and Windows name them. */
const blockDevice =
  /^(\/dev\/(sd[a-z]|hd[a-z]|vd[a-z]|xvd[a-z]|nvme\d|mmcblk\d|r?disk\d|dm-\d|md\d|mapper\/|disk\/|zd\d|ada\d|da\d|nbd\d|sr\d|block\/|root$|mem$|kmem$|port$)|\\\\[.?]\\(physicaldrive|[a-z]:|harddisk))/i;

/** Whether writing to this path writes to a disk past its file system, or to raw memory. */
export function isBlockDevice(file: string): boolean {
  return blockDevice.test(file) || /^\/dev\/(s|h|v|xv|n|m|d|\W)[^/]*[*?[]|^\/dev\/[*?[]/.test(file);
}

/** Whether writing to this path stops or restarts the machine. */
export function controlsPower(file: string): boolean {
  return /^\/(proc\/sysrq-trigger|sys\/power\/(state|disk))$/.test(file);
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

/** What of our own data folder tools may see: what the agent itself wrote there to be read. */
const openOwnData = /^(skills|memory|memories|MEMORY\.md|USER\.md|workspace)([/\\]|$)/;

/**
 * Whether this path is part of what we keep from the agent: keys, settings (they could switch the
 * approvals off), stored conversations and logs. A workspace inside the data folder is open.
 */
export function isOwnSecret(file: string, places: Places): boolean {
  if (isOfThisProcess(file)) return true;
  if (!isInside(places.dataDir, file)) return false;
  if (isInside(places.dataDir, places.workspace) && isInside(places.workspace, file)) {
    // A workspace that is the data folder itself opens nothing.
    if (places.workspace !== places.dataDir) return false;
  }
  return !openOwnData.test(path.relative(places.dataDir, file));
}

/** The environment and the memory of this very process, as Linux shows them: there are keys in them. */
function isOfThisProcess(file: string): boolean {
  const [, pid] = /^\/proc\/(\d+)\/(?:task\/\d+\/)?(?:environ|mem)$/.exec(file) ?? [];
  return Number(pid) === process.pid;
}

const startupFiles =
  /^(\.(bash|zsh|ksh|csh|tcsh)rc|\.(bash_)?(profile|login|logout|aliases)|\.bash_(profile|login|logout|aliases)|\.zshenv|\.zprofile|\.zlogin|\.zlogout|\.xprofile|\.xinitrc|\.xsession|\.pam_environment|\.inputrc|\.vimrc|\.gitconfig|config\.fish|microsoft\.powershell_profile\.ps1|profile\.ps1)$/i;

const startupPaths =
  /\/(cron(tabs?|\.(d|daily|hourly|weekly|monthly))?(\/|$)|etc\/(profile|bash\.bashrc|environment|rc\.local|init\.d|ld\.so)|systemd\/(system|user)|launch(agents|daemons)|\.config\/(autostart|fish|environment\.d|git)|\.git\/hooks|start menu\/programs\/startup|startup\/)/i;

/** Whether what stands at this path is run by itself later: shell start-up files, cron, services, git hooks. */
export function isStartup(file: string): boolean {
  const parts = segments(file);
  return startupFiles.test(parts.at(-1) ?? '') || startupPaths.test(`${parts.join('/')}`);
}
