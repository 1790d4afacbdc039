import type { Language } from '../programs/row/program.ts';

/** Calls that start other programs, per language. */
export const runsCommands: Record<Language, RegExp> = {
  python:
    /\b(os|posix|nt|o)\s*\.\s*(system|popen|exec\w*|spawn\w*|posix_spawn\w*|startfile)\b|\b(subprocess|pexpect|plumbum|fabric|sh|delegator)\b\s*[.(\n]|\bpty\s*\.\s*spawn|\bcommands\s*\.\s*get|\basyncio\s*\.\s*create_subprocess|(?<![\w.])(system|popen|Popen|check_output|check_call|getoutput|getstatusoutput|run|call)\s*\(|\bfrom\s+(os|subprocess|posix|pty|sh|plumbum)\s+import|\bimport\s+(subprocess|pty|sh|plumbum|pexpect)\b|getattr\s*\(\s*(os|posix|subprocess)\b|__import__\s*\(\s*['"](os|subprocess|pty|posix|nt)/,
  node: /child_process|\b(execSync|execFile|execFileSync|spawnSync|spawn|fork)\s*\(|(?<![\w.$\])])exec\s*\(|\bexeca\b|\bzx\b|\bDeno\s*\.\s*(run|Command)|\bBun\s*\.\s*(\$|spawn)|\bshell(js)?\s*\.\s*exec|(?<![\w$])\$`|\bprocess\s*\.\s*binding|spawn_sync/,
  perl: /\b(system|exec|qx|open|fork|syscall|IPC::Open|readpipe)\b|`/,
  ruby: /\b(system|exec|spawn|popen\w*|syscall|IO\.popen|Open3|Kernel|PTY|open)\b|`|%x/,
  php: /\b(system|exec|shell_exec|passthru|popen|proc_open|pcntl_exec|mail|expect_popen)\s*\(|`/,
  lua: /\bos\s*(\.|\[)\s*['"]?execute|\bio\s*(\.|\[)\s*['"]?popen/,
  awk: /\bsystem\s*\(|\|\s*getline|\|&?\s*"|"\s*\||\|\s*\w+\s*(;|\}|$)/,
  applescript: /do shell script/,
  other:
    /\b(system\d?\*?|exec\w*|popen\w*|spawn\w*|shell\w*|process\w*|ProcessBuilder|Runtime|Command|subprocess|cmd|sh|run\w*|call-process\S*|start-process\S*|shell-command\S*|os:cmd|syscmd|esyscmd|execve|execvp|posix_spawn|pipe|unix|shelly|turtle)\b|`|!|\|/i,
};

/** Calls that delete a folder and all it holds. */
export const deletesTree =
  /\b(shutil\s*\.\s*)?rmtree\b|\bremove_tree\b|\bsend2trash\b|\brimraf\b|\b(?:rmSync|rmdirSync|rm|rmdir|remove|removeSync)\s*\((?=[^;]{0,300}\brecursive)|\bremoveSync\b|\bemptyDirSync\b|\bfs\w*\s*\.\s*(emptyDir|removeSync|remove)\b|\b(del|deleteAsync|trash)\s*\(\s*\[?['"]|\bFileUtils\s*\.\s*(rm_r\w*|remove_dir|remove_entry\w*)|\bremoveDirectoryRecursive|\bdelete(Recursively|_recursively|Directory)\b|\bremove_dir_all\b|\bRemoveAll\s*\(|\bremove_all\s*\(|\brm_rf\b|\brm_r\b|\bFile\.rm_rf|\bdeltree\b|\bdelete-directory\b|\brm!?\s*\([^)]{0,200}recursive\s*=\s*true|\bunlink\s*\([^)]{0,200}recursive|\bfile\s+delete\s+-force|\brmdir\s*\([^)]{0,200}['"]s['"]|\bdelete\s*\([^)]{0,200}['"]rf['"]/g;

/** The same through a name of its own, as where `rmSync` is imported as another. */
export const deletesByOtherName =
  /\b(rmSync|rmdirSync|rmdir|rm)\s*:\s*\w+[\s\S]{0,2000}\brecursive['"]?\s*:\s*(true|!0|1)|\b(rmSync|rmdirSync)\b(?!\s*\()[\s\S]{0,2000}\brecursive['"]?\s*:\s*(true|!0|1)/;

/** Loops over what a folder holds. */
export const walksFolders =
  /\bos\s*\.\s*(walk|listdir|scandir|fwalk)\b|\b(r?glob|iterdir|iglob)\s*\(|\breaddir(Sync)?\s*\(|\bDir\s*(\.|\[)|\bopendir\b|\bFile::Find\b|<[~./]?[\w/]*\*|\bglob\b|\bscandir\s*\(|RecursiveDirectoryIterator|\bwalkDir|filepath\.Walk|\bnftw\b|list\.files\s*\(/;

/** Calls that remove single files. */
export const removesFiles =
  /\b(os\s*\.\s*(remove|unlink|rmdir|removedirs)|unlink(Sync)?|\.unlink|rmdir(Sync)?|rmSync|File\s*\.\s*(delete|unlink)|FileUtils\s*\.\s*rm\w*|file\.remove|os\.Remove)\b/;

/** Calls that create, change, move or remove a file. */
export const writesFiles =
  /\bopen(Sync)?\s*\(|\bopen\s+(?=\S)|\b(write_text|write_bytes|writeFile(Sync)?|appendFile(Sync)?|createWriteStream|copyFile(Sync)?|cpSync|renameSync|rename|truncate(Sync)?|unlink(Sync)?|symlink(Sync)?|linkSync|mkdir(Sync)?|makedirs|chmod(Sync)?|chown(Sync)?|file_put_contents|fopen|touch|outputFile(Sync)?|writeTextFile(Sync)?|writeLines|write_csv|to_csv|savefig|urlretrieve|extractall|spew|syswrite|sysopen)\s*\(|\b(os\s*\.\s*(remove|rename|renames|replace|unlink|rmdir|link|symlink|truncate|mkfifo|mknod|open)|shutil\s*\.\s*(copy\w*|move|make_archive|unpack_archive)|File\s*\.\s*(write|delete|rename|open|symlink|link|binwrite)|IO\s*\.\s*(write|binwrite)|FileUtils\s*\.\s*(mv|cp|rm|touch|ln\w*|install|mkdir\w*)|os\.(WriteFile|Create|Remove|Rename)|fs::(write|remove_file|rename|copy)|io\s*\.\s*(open|output))\s*\(|\bunlink\b/g;

/** Where awk prints to: `print > "file"`. */
export const awkOutput = /\bprintf?\b[^;}\n]{0,200}?>>?\s*"([^"]+)"/g;

/** The same to a file whose name is made up: `print > ENVIRON["HOME"] "/file"`; not a comparison. */
export const awkComputedOutput = /\bprintf?\b[^;}\n>]{0,200}>>?\s*[A-Za-z_$(]/;

/** Makes a session of its own, or a process that outlives its parent. */
export const leavesProcess =
  /\bsetsid\b|\bstart_new_session\s*=\s*True|\bdetached['"]?\s*:\s*true|\bdaemoni[sz]e\b|\bpcntl_fork\b|(?<![\w.])daemon\s*\(/;

/** Speaks to sockets of others by their abstract names. */
export const abstractSockets =
  /\/proc\/net\/unix\b[\s\S]*\bconnect\b|\bconnect\w*\s*\(?\s*['"]\\(0|x00)/;

/** Puts characters into the input of a terminal (TIOCSTI, TIOCLINUX). */
export const intoTerminal = /\bioctl\b[\s\S]{0,80}(0x5412|0x541c|21522|21532|TIOCSTI|TIOCLINUX)/i;

/** Where awk reads from: `getline < "file"`. */
export const awkInput = /getline[^;}\n]{0,60}<\s*"([^"]+)"/g;

/** Calls that send signals. */
export const endsProcesses =
  /\b(os\s*\.\s*kill(pg)?|process\s*\.\s*kill|Process\s*\.\s*kill|posix_kill|psutil|signal\.pidfd_send_signal)\b|(?<![\w$.>])kill\s*(\(|['"]?[A-Z\d-])/;

/** Calls that send a signal to every process. */
export const endsAllProcesses =
  /\b(os\s*\.\s*kill(pg)?|process\s*\.\s*kill|posix_kill|(?<![\w.])kill)\s*\(\s*-\s*1\b|\b(Process\s*\.\s*)?kill\s*\(?\s*['"]?[A-Z\d]+['"]?\s*,\s*-\s*1\b/;

/** A loop around a fork. */
export const forksForEver =
  /\b(while|for|until|loop)\b[^;{}]{0,40}?[\s:;{(][^}]{0,40}?\b(os\s*\.\s*)?fork\b(?!\s*\(\s*['"./])|\bfork\b\s*(\(\s*\))?\s*;?\s*\b(while|until)\b|\bfork\b.{0,20}\bfork\b.{0,40}\bwhile\b/;

/** Calls that run text as code: what it does is decided at run time. */
export const runsCode: Partial<Record<Language, RegExp>> = {
  python:
    /(?<![\w.])(eval|exec|execfile)\s*\(|__import__\s*\(\s*(?!['"][\w.]+['"]\s*[),])|\bimportlib\s*\.\s*import_module\s*\(\s*(?!['"][\w.]+['"]\s*[),])|\bmarshal\s*\.\s*loads\b|\bpickle\s*\.\s*loads\s*\(\s*(b['"]|base64|bytes|codecs)|\bctypes\b|\bcffi\b|__builtins__|__subclasses__|__globals__|__getattribute__|\bbuiltins\s*\.|\bsys\s*\.\s*modules\s*\[|\bvars\s*\(\s*(os|subprocess|shutil|builtins)|\b(os|subprocess|shutil)\s*\.\s*__dict__|\bglobals\s*\(\s*\)\s*\[|\boperator\s*\.\s*(attrgetter|methodcaller)|\brunpy\b|\bcode\s*\.\s*Interactive|\btypes\s*\.\s*(FunctionType|CodeType)|getattr\s*\(\s*(os|subprocess|shutil|posix|builtins|sys|__builtins__|__import__)\b|setattr\s*\(\s*(os|builtins)\b/,
  node: /(?<![\w.$])(eval|Function)\s*\(|\bnew\s+Function\b|\brunIn\w+Context\s*\(|\brequire\s*\(\s*['"](node:)?vm['"]|process\s*\.\s*(binding|mainModule|dlopen)|\brequire\s*\(\s*(?!'[\w@./:-]+'\s*\)|"[\w@./:-]+"\s*\)|`[\w@./:-]+`\s*\))\S|\bimport\s*\(\s*(?!'[\w@./:-]+'\s*\)|"[\w@./:-]+"\s*\)|`[\w@./:-]+`\s*\))\S|\b(globalThis|global|window|module|process|require)\s*\[|\.constructor\s*\(|\['constructor'\]|\bReflect\s*\.|\b_load\s*\(|new\s+Worker\s*\(|(?<![\w$])\(0,\s*eval\)/,
  perl: /\beval\b|\bpack\b|\bunpack\b|decode_base64|&\s*\{?\s*["'$]|->\s*\$|\bdo\s+['"$]|\brequire\s+\$|\*\{/,
  ruby: /\b(eval|instance_eval|class_eval|module_eval|send|public_send|__send__|method|const_get|define_method|instance_variable_get|unpack1?|pack)\b|Base64|\bMarshal\b|\bFiddle\b/,
  php: /\b(eval|assert|create_function|call_user_func\w*|array_map|usort|preg_replace_callback|ReflectionFunction|base64_decode|gzinflate|str_rot13|include|require)\b|\$\w+\s*\(|\$\{|\}\s*\(/,
  lua: /\b(load|loadstring|dofile|loadfile|require)\s*\(|string\s*\.\s*(char|reverse)|_G\s*\[|_ENV|debug\s*\./,
  awk: /@\w+\s*\(|\bsystem\s*\(\s*[^")\s]|"\s*\w+\s*\|\s*getline/,
};

/** Code that is decoded and run at once: also in a file there is no honest need for it. */
export const decodesCode =
  /(?<![\w.])(eval|exec|Function|loadstring|load|system)\s*\(\s*[^)\n]{0,80}(b64decode|base64|atob|fromhex|decode\s*\(|fromCharCode|decompress|gzinflate|urlopen|requests\s*\.\s*get|bytes\s*\(\s*\[)/;

/** Calls that make text at run time, of which no literal tells what becomes of it. */
export const makesText =
  /b64decode|base64|fromhex|unhexlify|codecs\s*\.|\bchr\s*\(|\[::-1\]|\.reverse\(|fromCharCode|atob\s*\(|\bdecode\s*\(|decompress|\.translate\s*\(|\.replace\s*\(|\.join\s*\(\s*(?!['"])|\bbytes\s*\(|\bbytearray\s*\(|rot13|\.pack\b|\bpack\s*\(|\\x[\da-f]{2}\\x|string\s*\.\s*char|str_rot13|strrev|urlopen|requests\s*\.\s*get|\bfetch\s*\(|\binput\s*\(|sys\s*\.\s*(stdin|argv)|process\s*\.\s*argv|\bARGV\b|<STDIN>|\bgets\b/i;

/** The home folder as an expression. */
export const homeExpression =
  /Path\.home\(\)|expanduser\(|environ(\.get)?[[(]\s*['"]HOME|getenv\(\s*['"]HOME|homedir\(\)|process\.env(\.HOME|\[['"]HOME)|\$ENV\{['"]?HOME|ENV\[['"]HOME|Dir\.home|\$_SERVER\[['"]HOME|ENVIRON\["HOME"\]|os\.getenv\(\s*['"]HOME|System\.getProperty\(\s*['"]user\.home|os\.UserHomeDir|env!\(\s*['"]HOME|Sys\.getenv\(\s*['"]HOME/;
