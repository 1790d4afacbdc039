import type { Language } from '../shell/programs/follower.ts';

/** Calls that start other programs, per language. */
export const runsCommands: Record<Language, RegExp> = {
  python:
    /\b(os\s*\.\s*(system|popen|exec\w*|spawn\w*|posix_spawn\w*)|subprocess|pty\s*\.\s*spawn|commands\s*\.\s*get|asyncio\s*\.\s*create_subprocess|pexpect|sh\s*\.|plumbum|invoke|fabric)|\bsystem\s*\(|getattr\s*\(\s*os\b|__import__\s*\(\s*['"](os|subprocess)/,
  node: /child_process|\b(exec|spawn|fork)(File)?(Sync)?\s*\(|\bexeca|\bDeno\s*\.\s*(run|Command)|\bBun\s*\.\s*(\$|spawn)|\bshelljs|\$`/,
  perl: /\b(system|exec|qx|open|fork)\b|`/,
  ruby: /\b(system|exec|spawn|popen\d?|syscall|IO\.popen|Open3|Kernel)\b|`|%x/,
  php: /\b(system|exec|shell_exec|passthru|popen|proc_open|pcntl_exec)\s*\(|`/,
  lua: /\bos\s*\.\s*execute|\bio\s*\.\s*popen/,
  awk: /\bsystem\s*\(|\|\s*getline|\|&?\s*"|"\s*\|/,
  applescript: /do shell script/,
};

/** Calls that delete a folder and all it holds. */
export const deletesTree =
  /\b(shutil\s*\.\s*)?rmtree\b|\bremove_tree\b|\bsend2trash\b|\brimraf\b|\brmSync\s*\((?=[^;]{0,300}recursive)|\b(fs|fsp|promises|fs\.promises|Deno)\s*\.\s*(rm|rmdir|rmdirSync|remove|removeSync)\s*\((?=[^;]{0,300}recursive)|\brm\s*\((?=[^;]{0,300}recursive)|\bremoveSync\b|\bemptyDirSync\b|\bfs\.(remove|emptyDir)\b|\bFileUtils\s*\.\s*(rm_r\w*|remove_dir|remove_entry\w*)|\bRecursiveDirectoryIterator\b/g;

/** Calls that create, change, move or remove a file. */
export const writesFiles =
  /\bopen(Sync)?\s*\(|\bopen\s+(?=\S)|\b(write_text|write_bytes|writeFile(Sync)?|appendFile(Sync)?|createWriteStream|copyFile(Sync)?|cpSync|renameSync|rename|truncate(Sync)?|unlink(Sync)?|symlink(Sync)?|mkdir(Sync)?|makedirs|chmod(Sync)?|chown(Sync)?|file_put_contents|fopen|touch|outputFile(Sync)?|writeTextFile(Sync)?)\s*\(|\b(os\s*\.\s*(remove|rename|replace|unlink|rmdir|link)|shutil\s*\.\s*(copy\w*|move)|File\s*\.\s*(write|delete|rename|open)|FileUtils\s*\.\s*(mv|cp|rm|touch|ln\w*))\s*\(|\bunlink\b/g;

/** Where awk prints to: `print > "file"`. */
export const awkOutput = /\bprintf?\b[^;}\n]{0,200}?>>?\s*"([^"]+)"/g;

/** Calls that send signals. */
export const endsProcesses =
  /\b(os\s*\.\s*kill(pg)?|process\s*\.\s*kill|Process\s*\.\s*kill|posix_kill|psutil)\b|^\s*kill\s/m;

/** A loop around a fork. */
export const forksForEver =
  /\b(while|for|until|loop)\b[^;{}]{0,80}[\s:;{(]+[^}]{0,80}\b(os\s*\.\s*)?fork\b(?!\s*\(\s*['"./])|\bfork\b\s*(\(\s*\))?\s*(;\s*)?\b(while|until)\b|\bfork\b.{0,20}\bfork\b.{0,40}\bwhile\b/;

/** Calls that run text as code: what it does is decided at run time. */
export const runsCode: Partial<Record<Language, RegExp>> = {
  python:
    /\b(eval|exec|compile|execfile|__import__|getattr|setattr)\s*\(|\bimportlib\b|\bmarshal\b|\bpickle\b|\bctypes\b|b64decode|fromhex|codecs\s*\.\s*decode|\bchr\s*\(/,
  node: /\b(eval|Function|atob|runIn\w+Context)\s*\(|fromCharCode|['"]base64['"]|['"]hex['"]|\bvm\b|process\s*\.\s*binding|require\s*\(\s*[^'"\s]/,
  perl: /\beval\b|\bpack\b|\bunpack\b|decode_base64|\bchr\b|\bdo\s+['"]/,
  ruby: /\b(eval|instance_eval|class_eval|send|public_send|pack|unpack1?)\b|Base64|\.chr\b/,
  php: /\b(eval|assert|create_function|base64_decode|call_user_func\w*|chr|str_rot13|gzinflate)\s*\(/,
  lua: /\b(load|loadstring|dofile)\s*\(|string\s*\.\s*char/,
};

/** Code that is decoded and run at once: also in a file there is no honest need for it. */
export const decodesCode =
  /\b(eval|exec|Function|loadstring)\s*\(\s*[^)\n]{0,80}(b64decode|base64|atob|fromhex|decode\s*\(|fromCharCode|decompress|gzinflate|urlopen|requests\s*\.\s*get)/;
