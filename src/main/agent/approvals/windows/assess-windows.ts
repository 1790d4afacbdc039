import path from 'node:path';
import type { Risk } from '../../tool.ts';
import { isBlockDevice, isCredential } from '../../places/file-kinds.ts';
import type { Folders } from '../../places/folders.ts';
import { tokenizeWindows, type WindowsCommand } from './tokenize.ts';

interface WindowsRule {
  name: string;
  level: Risk['level'];
  reason: string;
  /** Tested against the command's name and its arguments, lower case, with one space between. */
  line: RegExp;
}

/** One row each; names with their aliases. */
const rules: readonly WindowsRule[] = [
  {
    name: 'shutdown',
    level: 'hardline',
    reason: 'shuts the machine down or restarts it',
    line: /^(stop-computer|restart-computer|shutdown(\.exe)? .*[/-](s|r|p|g|h|sg|hybrid)\b|rundll32.*(powrprof|exitwindows)|wmic .*(shutdown|reboot)|psshutdown)/,
  },
  {
    name: 'format-disk',
    level: 'hardline',
    reason: 'formats or repartitions a disk',
    line: /^(format(\.com)? +([a-z]:|.*\/fs)|format-volume|clear-disk|initialize-disk|remove-partition|diskpart|cipher +\/w|reset-physicaldisk|manage-bde.*-forcerecovery)/,
  },
  {
    name: 'boot',
    level: 'hardline',
    reason: 'makes the machine unable to start',
    line: /^(bcdedit.*\/delete|bootsect|vssadmin.*delete|wbadmin.*delete|reagentc.*disable)/,
  },
  {
    name: 'fork-bomb',
    level: 'hardline',
    reason: 'starts itself again and again until the machine stands still (fork bomb)',
    line: /^%0$|^start +("")? *%0/,
  },
  {
    name: 'recursive-delete',
    level: 'approval',
    reason: 'deletes folders and all they hold',
    line: /^(remove-item|ri|rm|rmdir|rd|del|erase) .*(-r(e(c(u(r(se?)?)?)?)?)?\b|\/s\b|-rf|-fr)|^robocopy .*\/(mir|purge)\b|^clear-recyclebin/,
  },
  {
    name: 'network-to-shell',
    level: 'approval',
    reason: 'runs what it fetches from the network',
    line: /\b(iwr|irm|curl|wget|invoke-webrequest|invoke-restmethod|downloadstring|downloadfile|bitsadmin|certutil.*urlcache|mshta +http|regsvr32.*http)\b/,
  },
  {
    name: 'undecided',
    level: 'approval',
    reason: 'runs code that is only known at run time',
    line: /^(iex|invoke-expression|invoke-command|icm|add-type|\[scriptblock\]|\$\w+ )|frombase64string|-e(nc(odedcommand)?)? +[a-z0-9+/=]{20}/,
  },
  {
    name: 'sudo',
    level: 'approval',
    reason: 'runs as administrator or as another user',
    line: /^(runas|sudo|gsudo|psexec)\b|-verb +runas/,
  },
  {
    name: 'kill',
    level: 'approval',
    reason: 'ends processes that the agent did not start',
    line: /^(taskkill|stop-process|spps|kill|wmic +process.*(delete|terminate)|tskill)\b/,
  },
  {
    name: 'recursive-permissions',
    level: 'approval',
    reason: 'changes permissions or ownership of a whole folder',
    line: /^(icacls .*\/(t|reset|grant|setowner)|takeown|cacls|set-acl)\b/,
  },
  {
    name: 'system',
    level: 'approval',
    reason: 'changes the system: registry, services, users, protection',
    line: /^(reg +(add|delete|import)|regedit|set-itemproperty|new-itemproperty|remove-itemproperty|sc(\.exe)? +(config|delete|create|stop|start)|(new|set|stop|start|restart|remove)-service|net +(user|localgroup|stop|start|share)|netsh|schtasks +\/(create|delete|change|run)|register-scheduledtask|set-mppreference|add-mppreference|set-executionpolicy|(new|remove|disable)-localuser|setx|bcdedit|dism|disable-\w+|uninstall-\w+)\b/,
  },
  {
    name: 'system-packages',
    level: 'approval',
    reason: 'installs or removes programs outside the workspace',
    line: /^(winget|choco|scoop) +(install|uninstall|upgrade)|^install-(module|package)|^msiexec/,
  },
  {
    name: 'git-force-push',
    level: 'approval',
    reason: 'overwrites or deletes history on a git server',
    line: /^git .*\bpush\b.*( -f\b| --force| --delete| --mirror| \+\S)/,
  },
  {
    name: 'git-discard',
    level: 'approval',
    reason: 'throws away work that git cannot bring back',
    line: /^git .*\b(reset .*--hard|clean .*-\w*f)/,
  },
  {
    name: 'publish',
    level: 'approval',
    reason: 'publishes a package or changes what is published',
    line: /^((npm|pnpm|yarn|bun|cargo|poetry|uv) +(un)?publish|twine +upload|gem +push|(dotnet +)?nuget +push|docker +push|publish-module)\b/,
  },
];

const writers =
  /^(set-content|sc|add-content|ac|out-file|copy-item|cp|cpi|copy|xcopy|robocopy|move-item|mi|mv|move|new-item|ni|md|mkdir|rename-item|ren|remove-item|ri|rm|del|erase|rd|rmdir|tee-object|export-csv|expand-archive|>)$/;

/** Folders without which Windows does not start or a person has lost their things. */
function isProtected(word: string, home: string): boolean {
  const expanded = word
    .toLowerCase()
    .replaceAll('/', '\\')
    .replace(/^(\$home|~|\$env:userprofile|%userprofile%|%homepath%)/, home.toLowerCase())
    .replace(/^(\$env:systemroot|%systemroot%|\$env:windir|%windir%)/, 'c:\\windows')
    .replace(/^(\$env:systemdrive|%systemdrive%|%homedrive%)/, 'c:')
    .replace(/\\(\*|\*\.\*|\.)?$/, '');
  const users = path.win32.dirname(home.toLowerCase());
  return (
    /^([a-z]:)?$/.test(expanded) ||
    /^[a-z]:(\\(windows(\\system32)?|users|program files( \(x86\))?|programdata))$/.test(
      expanded,
    ) ||
    expanded === home.toLowerCase() ||
    expanded === users
  );
}

/**
 * What is dangerous about PowerShell or cmd code. Commands are told apart by their quoting and
 * separators; variables are not followed.
 */
export function assessWindows(code: string, folders: Folders): Risk[] {
  return tokenizeWindows(code).flatMap((command) => assessOne(command, folders));
}

function assessOne(command: WindowsCommand, folders: Folders): Risk[] {
  const start = command.findIndex(
    (word) =>
      !/^(@|start|call|cmd(\.exe)?|\/[ckq]|powershell(\.exe)?|pwsh|-noprofile|-command|-c|-nop)$/i.test(
        word,
      ),
  );
  const [program = '', ...args] = command.slice(Math.max(start, 0));
  const name = program
    .replace(/^.*[\\/]/, '')
    .replace(/\.exe$/i, '')
    .toLowerCase();
  const line = [name, ...args].join(' ').toLowerCase();
  const risks: Risk[] = rules
    .filter((rule) => rule.line.test(line))
    .map(({ name: rule, level, reason }) => ({
      level,
      reason,
      rule: `${rule}:${line.slice(0, 500)}`,
    }));
  if (risks.some(({ rule }) => rule.startsWith('recursive-delete'))) {
    const hit = args.find(
      (word) => !/^[-/]\w{1,10}$/.test(word) && isProtected(word, folders.home),
    );
    if (hit !== undefined) {
      const reason = 'destroys the root, a system or the home folder';
      risks.push({ level: 'hardline', reason, rule: `destroy-folder:${hit}` });
    }
  }
  const redirected = command.flatMap((word, at) => (command[at - 1] === '>' ? [word] : []));
  const written = writers.test(name) ? args : redirected;
  for (const word of args.filter((text) => !/^[-/]\w+$/.test(text))) {
    const file = path.win32.resolve(
      folders.workspace,
      word.replace(/^(~|\$home|\$env:userprofile|%userprofile%)/i, folders.home),
    );
    const inside = file
      .toLowerCase()
      .startsWith(`${path.win32.resolve(folders.workspace).toLowerCase()}\\`);
    if (isBlockDevice(word)) {
      risks.push({
        level: 'hardline',
        reason: `writes to the device ${word}`,
        rule: `device:${word}`,
      });
    }
    if (isCredential(file)) {
      risks.push({
        level: 'approval',
        reason: `touches ${file}, which may hold keys or passwords`,
        rule: `credentials:${file}`,
      });
    }
    if (
      written.includes(word) &&
      !inside &&
      /[\\/~]|^[a-z]:|^(\$|%)/i.test(word) &&
      !/^nul$/i.test(word)
    ) {
      risks.push({
        level: 'approval',
        reason: `writes outside the workspace (${file})`,
        rule: `write-outside:${file}`,
      });
    }
  }
  return risks;
}
