import { values } from '../row/kit.ts';
import { rows } from '../row/program.ts';

/** Programs that hand out stored secrets, and the words with which they do. */
const handsOut: Record<string, RegExp> = {
  security: /find-(generic|internet)-password|dump-keychain|export|delete-|set-/,
  'secret-tool': /^(lookup|search|clear|store)/,
  pass: /^(show|otp|edit|rm|cp|mv|git|\S+$)/,
  gopass: /^(show|cat|otp|env|audit|rm|cp|mv)/,
  op: /^(read|item get|signin|run|inject|document get|item (delete|edit))/,
  bw: /^(get|export|unlock|list|delete)/,
  rbw: /^(get|unlock|list|code)/,
  'keepassxc-cli': /^(show|export|clip|extract)/,
  lpass: /^(show|export|ls|edit)/,
  gpg: /--export-secret|--decrypt|(^| )-d( |$)|--delete|--gen-key/,
  gpg2: /--export-secret|--decrypt|(^| )-d( |$)|--delete/,
  age: /(^| )(-d|--decrypt)( |$)/,
  sops: /(^| )(-d|--decrypt|decrypt|exec-env|exec-file)( |$)/,
  vault:
    /^(kv (get|delete|destroy|metadata delete)|read|delete|token|login|write|secrets (disable|enable))/,
  infisical: /^(secrets|export|run)/,
  keyctl: /^(print|read|pipe|purge|clear|show|list|rlist|describe|rdescribe|request|search)/,
  'kwallet-query': /./,
  kwalletcli: /./,
  cmdkey: /./,
  'git-credential-store': /./,
  'git-credential-manager': /get|erase/,
  'docker-credential-desktop': /get|list/,
  'docker-credential-secretservice': /get|list/,
  mimikatz: /./,
  lazagne: /./,
  hashcat: /./,
  john: /./,
  chntpw: /./,
};

/** Key stores, password managers, and what opens them. */
export const secretStores = rows(
  ...Object.entries(handsOut).map(([name, when]) => ({
    names: [name],
    reads: values('f', 'in', 'input', 'passphrase-file'),
    writes: values('o', 'output', 'out-file'),
    risks: [['secret-store', when] as const],
  })),
);
