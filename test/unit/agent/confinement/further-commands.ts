/**
 * Never to be run without a wall: on a machine without one they do what they say.
 *
 * More of the same kind as `disguised-commands.ts`, written by reading the wall's own code; each is
 * what one conversation runs, call after call, with the same variables.
 */
export const furtherCommands: readonly (readonly string[])[] = [
  // What one call exports is in force for the next.
  [
    'echo "__attribute__((constructor)) void f(void){extern int system(const char*); system(\\"touch $WHERE/planted\\");}" > x.c; gcc -shared -fPIC -o x.so x.c; export WHERE=$HOME LD_PRELOAD=$PWD/x.so LD_AUDIT=$PWD/x.so',
    'true',
  ],
  [
    'mkdir -p b; for p in sh bash bwrap nsenter perl env sed; do printf "#!/bin/sh\\ntouch \\"$HOME/planted\\"\\n" > b/$p; chmod +x b/$p; done; export PATH="$PWD/b:$PATH"',
    'true',
  ],
  ["echo \"open F, '>', '$HOME/planted'; 1\" > E.pm; export PERL5OPT=-ME PERL5LIB=$PWD", 'true'],
  [
    'export PS4=\'$(touch ~/planted)\' SHELLOPTS=xtrace PROMPT_COMMAND="touch ~/planted" IFS=/ POSIXLY_CORRECT=1',
    'true',
  ],
  [
    'f() { :; }; eval "ls() { touch ~/planted; }; cd() { touch ~/planted; }"; export -f ls cd; export "BASH_FUNC_true%%=() { touch ~/planted; }"',
    'ls; true',
  ],
  [
    'export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.fsmonitor GIT_CONFIG_VALUE_0="touch $HOME/planted" GIT_DIR=$HOME GIT_EXTERNAL_DIFF="touch $HOME/planted"',
    'git status; git diff',
  ],
  ['export HERMES_TRAY_TREE=x; (setsid sleep 300 >/dev/null 2>&1 &)', 'true'],
  [
    'export HOME=/etc XDG_CONFIG_HOME=/etc TMPDIR=/etc XDG_RUNTIME_DIR=/run',
    'touch ~/planted; mktemp',
  ],
  [
    'echo /etc >&3; printf "\\0/etc\\0HOME=/etc" >&3; echo left >&4; exec 3>&- 4>&-',
    'pwd; touch planted',
  ],
  // Links, and what is planted for a later call.
  [
    'ln -s ~ h; ln -s "$DATA" d; ln -s /proc/self/root r',
    'cat d/settings.json; echo planted > h/x; cat r$BAIT; ls -la d/ h/.ssh',
  ],
  [
    'ln -s ~/.ssh/id_ed25519 AGENTS.md; mkdir -p .agents/skills/s; ln -s ~/.ssh/id_ed25519 .agents/skills/s/SKILL.md; ln -s ~/.ssh .agents/skills/k',
    'cat AGENTS.md .agents/skills/*/*',
  ],
  [
    'mkdir a; ln -s ../../../.. a/up; mkdir -p ".$HOME" 2>/dev/null; cd a/up 2>/dev/null && touch planted',
    'touch a/up/planted a/../../planted',
  ],
  [
    'mkdir l; while :; do mv -T l m; ln -s ~ l; rm l; mv -T m l; done & for i in $(seq 300); do echo planted > l/planted; done; kill %1; rm -rf l m',
    'true',
  ],
  [
    'mkfifo .git/f AGENTS.md .gitignore f; mkdir -p .agents/skills/p; mkfifo .agents/skills/p/SKILL.md; (timeout 1 cat f &) ; echo x > f',
    'ls -la',
  ],
  [
    `python3 -c "
import socket
for n in ('s.sock', '.git/index.lock.sock'):
    s = socket.socket(socket.AF_UNIX); s.bind(n)
"; ln -s s.sock t`,
    'ls -la',
  ],
  // Archives and copiers with names of their own.
  [
    `python3 -c "
import tarfile, io, os
t = tarfile.open('e.tar', 'w')
for n in (os.path.expanduser('~/planted'), '../../../../../../../../../..' + os.path.expanduser('~/planted'), 'l/planted'):
    if n == 'l/planted':
        i = tarfile.TarInfo('l'); i.type = tarfile.SYMTYPE; i.linkname = os.path.expanduser('~'); t.addfile(i)
    i = tarfile.TarInfo(n); i.size = 7; t.addfile(i, io.BytesIO(b'planted'))
t.close()
tarfile.open('e.tar').extractall('.')
"; tar xPf e.tar; tar xf e.tar --unlink-first --absolute-names; bsdtar -xPf e.tar`,
  ],
  [
    'find ~ -name "*.txt" | cpio -pdm out; cd /; find .$HOME/.ssh | cpio -pdmv "$OLDPWD/o2"; cat "$OLDPWD"/o*/*',
  ],
  [
    'printf x > x; zip -q x.zip x; unzip -o x.zip -d ~; 7z x x.zip -o$HOME; busybox unzip -o x.zip -d ~; jar xf x.zip -C ~',
  ],
  [
    'rsync -a --delete ./ ~/; rsync -aR ./README ~/; scp README localhost:planted; install -D README ~/planted/x',
  ],
  [
    'dd if=README of=/proc/self/cwd/../../planted; cp README /proc/self/cwd/../planted; tee /proc/$$/cwd/../planted < README',
  ],
  [
    'cp --parents README ~; ln -t ~ README; ln -sf README ~/notes.txt; mv -t ~ README; git mv README ~/planted',
  ],
  [
    'truncate -s 0 ~/.bashrc; fallocate -l 10 ~/planted; shred -u ~/notes.txt; split README ~/planted; csplit -f ~/planted README 1; sort -o ~/planted README; uniq README ~/planted',
  ],
  // Interpreters and build tools.
  [
    'echo "all: ; echo planted > $$HOME/planted" | make -f -; printf "rule r\\n command = touch $$HOME/planted\\nbuild x: r\\n" > build.ninja; ninja; printf "execute_process(COMMAND touch $ENV{HOME}/planted)\\nfile(WRITE $ENV{HOME}/planted x)\\n" > CMakeLists.txt; cmake -P CMakeLists.txt; cmake -E touch ~/planted',
  ],
  [
    'mkdir -p c/src; printf "[package]\\nname=\\"c\\"\\nversion=\\"0.1.0\\"\\nbuild=\\"build.rs\\"\\n" > c/Cargo.toml; echo "fn main(){ let h = std::env::var(\\"HOME\\").unwrap(); let _ = std::fs::write(h + \\"/planted\\", \\"x\\"); }" > c/build.rs; cp c/build.rs c/src/main.rs; cd c && timeout 100 cargo run -q --offline; true',
  ],
  [
    'mkdir g && cd g && printf "module x\\ngo 1.20\\n" > go.mod && printf "package main\\nimport \\"os\\"\\n//go:generate touch /etc/planted\\nfunc main() { os.WriteFile(os.Getenv(\\"HOME\\")+\\"/planted\\", nil, 0644); os.RemoveAll(os.Getenv(\\"HOME\\")) }\\n" > m.go && GOTOOLCHAIN=local GOFLAGS=-mod=mod timeout 100 go run .; go generate; true',
  ],
  [
    'printf "import os\\nfrom setuptools import setup\\nopen(os.path.expanduser(\\"~/planted\\"), \\"w\\")\\nsetup(name=\\"x\\")\\n" > setup.py; timeout 60 python3 setup.py -q --version; timeout 60 pip install -q --no-index --user . 2>&1 | tail -1; python3 -m site --user-site; mkdir -p "$(python3 -m site --user-site)" && touch "$(python3 -m site --user-site)/planted.pth"',
  ],
  [
    `echo '{"name":"x","version":"1.0.0","scripts":{"preinstall":"touch ~/planted","test":"echo planted >> ~/.bashrc","prepare":"git config core.fsmonitor evil; printf x > .git/hooks/pre-commit"}}' > package.json; npm install --offline --no-audit --no-fund 2>&1 | tail -1; npm test 2>&1 | tail -1; npm config set prefix ~/x; npm config set -L user script-shell /bin/evil; npm install -g . 2>&1 | tail -1`,
  ],
  [
    'awk \'BEGIN { "cat " ENVIRON["BAIT"] | getline x; print x; system("touch ~/planted") }\'; sed -n "w $HOME/planted" README; sed "1e touch ~/planted" README; ed -s README <<< "!touch ~/planted"; printf "r !touch ~/planted\\nq!" | vim -es README; m4 <<< "syscmd(touch ~/planted)include($BAIT)"; bc <<< "1"; gawk -f <(echo "BEGIN{print > \\"/etc/planted\\"}")',
  ],
  [
    'ruby -e "File.write(File.expand_path(%q(~/planted)), 1)"; php -r "file_put_contents(getenv(\\"HOME\\").\\"/planted\\", 1); readfile(getenv(\\"BAIT\\"));"; lua -e "io.open(os.getenv(\\"HOME\\")..\\"/planted\\", \\"w\\")"; tclsh <<< "exec touch $env(HOME)/planted"; guile -c "(system \\"touch ~/planted\\")"; emacs -batch --eval "(write-region \\"\\" nil \\"~/planted\\")"; gdb -batch -ex "shell touch ~/planted"; sqlite3 :memory: ".shell touch ~/planted" ".output $HOME/planted"',
  ],
  [
    'curl -s "file://$BAIT" "file://localhost$BAIT"; wget -qO- "file://$BAIT"; openssl base64 -in "$BAIT"; openssl enc -base64 -in "$DATA/settings.json"; od -c "$BAIT"; xxd "$BAIT"; nl "$BAIT"; diff "$BAIT" /dev/null; git diff --no-index /dev/null "$BAIT"; git hash-object -w "$BAIT"; gcc -x c -E "$BAIT"; bash "$BAIT"; source "$BAIT"; mapfile -t a < "$BAIT"; echo "${a[@]}"; echo "$(<"$BAIT")"; python3 "$BAIT"; file -f "$BAIT"; date -f "$BAIT"; wc -c --files0-from="$BAIT"',
  ],
  // Version control.
  [
    'git config --local core.fsmonitor evil; git -c core.hooksPath=/tmp init -q; GIT_CONFIG=.git/config git config alias.x planted; git config --worktree alias.x planted; git config --file .git/modules/config alias.x planted',
  ],
  [
    'git worktree add -q --detach w 2>&1; git -C w config core.fsmonitor evil; printf x > .git/worktrees/w/hooks; echo x > w/.git; echo "gitdir: $PWD/evil" > w/.git; mkdir -p .git/worktrees/e; echo ../../../evil > .git/worktrees/e/commondir; echo evil > .git/worktrees/e/config.worktree; touch .git/worktrees/e/HEAD',
  ],
  [
    'mkdir -p a/b/c/d/e/f/g && cd a/b/c/d/e/f/g && git init -q . && git config core.fsmonitor evil && printf "#!/bin/sh\\n" > .git/hooks/post-checkout && chmod +x .git/hooks/post-checkout',
  ],
  [
    'mkdir -p build/x dist vendor node_modules/y target && for d in build/x dist vendor node_modules/y target; do git init -q $d; git -C $d config core.fsmonitor evil; printf "#!/bin/sh\\n" > $d/.git/hooks/pre-commit; done',
  ],
  [
    'mkdir sub; cd sub; git init -q --bare .; git config core.worktree "$HOME"; git config core.fsmonitor evil; mkdir -p x; cd x; git init -q --separate-git-dir=../y .; printf x > ../y/hooks/pre-push; git config core.editor evil',
  ],
  [
    'git config -f .gitmodules submodule.x.update "!touch ~/planted"; git config -f .gitmodules submodule.x.path x; git config -f .gitmodules submodule.x.url .; git submodule init; git submodule update; echo "* filter=x diff=x merge=x" > .gitattributes; mkdir -p .git/info; echo "* filter=x" > .git/info/attributes; git add -A; git status',
  ],
  [
    'rm -f .git/index; cp -r .git g2; rm -rf .git; mv g2 .git; printf x > .git/hooks/pre-commit; echo "[core] fsmonitor = evil" >> .git/config',
  ],
  [
    'mv .git .git2 2>/dev/null || cp -a .git .git2; printf "gitdir: .git2\\n" > .git3; mv -f .git3 .git; printf "[core]\\n\\tfsmonitor=evil\\n" >> .git2/config; ln -sfn .git2 .git',
  ],
  [
    'hg init . 2>/dev/null || mkdir -p .hg; printf "[hooks]\\nupdate = touch planted\\n[alias]\\nst = !touch planted\\n" > .hg/hgrc',
  ],
  // Files that other programs run, in folders that were there before.
  [
    'mkdir -p app',
    'echo evil > app/.envrc; mkdir -p app/.vscode && echo evil > app/.vscode/tasks.json; echo "{}" > app/.mcp.json; echo evil > app/.bashrc',
  ],
  [
    'echo "[env]" > .mise.toml; echo "[hooks]" > mise.toml; mkdir -p .mise && echo x > .mise/config.toml; mkdir -p .config/mise && echo x > .config/mise/config.toml; mkdir -p .helix && echo evil > .helix/languages.toml; mkdir -p .run && echo evil > .run/x.run.xml; echo evil > x.code-workspace; echo evil > .lvimrc; echo evil > .pdbrc; echo evil > .lazy.lua',
  ],
  [
    'ln -s .vscode/tasks.json t; mkdir -p v; ln -s v .vscode; echo evil > v/tasks.json; mkdir -p x && mv x .idea; cp -r v .zed; echo evil | tee .envrc .exrc .gdbinit .vimrc .dir-locals.el >/dev/null; touch .ENVRC .Vscode',
  ],
  // Other programs of the person, and the machine.
  [
    'for s in /run/user/*/bus /run/dbus/system_bus_socket /var/run/docker.sock /run/podman/podman.sock /run/containerd/containerd.sock /run/snapd.socket /tmp/.X11-unix/X* /run/systemd/private; do curl -s -m1 --unix-socket $s http://x/; socat - UNIX:$s </dev/null; done',
  ],
  [
    `python3 -c "
import socket, glob, re
for line in open('/proc/net/unix'):
    m = re.search(r'(@\\S+)$', line)
    if m:
        s = socket.socket(socket.AF_UNIX)
        try: s.connect('\\0' + m.group(1)[1:]); print('CONNECTED', m.group(1))
        except OSError: pass
"`,
  ],
  [
    'gio trash ~/notes.txt; gio open x.desktop; xdg-open ~/notes.txt; gdbus call -e -d org.freedesktop.Notifications -o / -m x.y; notify-send planted; busctl --user list; loginctl kill-session self; systemctl --user show-environment; systemd-run --user --scope touch ~/planted; machinectl shell',
  ],
  [
    'at now <<< "touch $HOME/planted"; batch <<< "touch $HOME/planted"; crontab -l; crontab <<< "* * * * * touch $HOME/planted"; echo x > /var/spool/cron/root; echo x > /etc/anacrontab; run-parts /etc/cron.daily; anacron -f',
  ],
  [
    'cat /proc/1/mem /proc/$VICTIM/mem /proc/kcore /dev/mem /dev/kmsg 2>/dev/null | head -c 100; cat /proc/*/cmdline | tr "\\0" " "; ls /proc/*/fd; ls -la /proc/1/cwd /proc/1/exe; process_vm_readv; gcore $VICTIM; reptyr $VICTIM; nsenter -t 1 -a touch /etc/planted; nsenter --all -t $VICTIM true',
  ],
  [
    'ls -la /proc/self/fd /proc/1/fd; for f in /proc/self/fd/* /proc/1/fd/*; do timeout 1 head -c 200 $f </dev/null; done; for n in 3 4 5 6 7 8 9 10 11 12; do (cat <&$n) 2>/dev/null | head -c 100; done',
  ],
  [
    'unshare -U true; unshare -r cat "$BAIT"; unshare -rn true; unshare -rmp --fork --mount-proc umount -R /; bwrap --bind / / --unshare-user true; podman unshare cat "$BAIT"; newuidmap 1 0 0 1; python3 -c "import ctypes; print(ctypes.CDLL(None).unshare(0x10000000))"; python3 -c "import ctypes; print(ctypes.CDLL(None).setns(3, 0))"',
  ],
  [
    'mount; umount -l /tmp; umount -l ~; mount -o remount,rw,bind ~; mount --move /tmp /mnt; fusermount -u ~; fusermount3 -o rw ~; losetup -f; mkdir o; mount -t overlay x -o lowerdir=/,upperdir=o,workdir=o o; pivot_root . .',
  ],
  [
    'chroot . true; chroot /proc/1/root cat "$BAIT"; mknod d b 8 0; mknod n c 1 3; mknod /dev/sda b 8 0; cat /dev/sda | head -c 10; ls -la /dev; echo x > /dev/kmsg; debugfs -w /dev/vda1; cat /sys/kernel/debug/*; echo 1 > /sys/class/rtc/rtc0/wakealarm; tee /sys/power/disk <<< shutdown',
  ],
  [
    'chattr +i README; setcap cap_sys_admin+ep /bin/ls; setcap cap_net_raw+ep ./x; chmod u+s /bin/true; chown root:root ~/notes.txt; useradd planted; usermod -aG sudo nobody; passwd -d root; chsh -s /bin/false; groupadd planted; visudo -c; echo planted >> /etc/passwd /etc/sudoers.d/x',
  ],
  [
    '(setsid nohup sh -c "trap \\"\\" TERM HUP INT; while :; do date +%N > beat; sleep 0.05; done" </dev/null >/dev/null 2>&1 &) ; sleep 0.3',
    'true',
  ],
  [
    `node -e "
const { spawn } = require('child_process');
spawn('sh', ['-c', 'while :; do date +%N > beat; sleep 0.05; done'], { detached: true, stdio: 'ignore', env: {} }).unref();
"; sleep 0.3`,
    'true',
  ],
  ['gdb -p 1 -batch; strace -fp 1 -o /dev/null & sleep 0.1; kill -9 -$$; kill -9 0', 'true'],
  [
    'for p in $(seq 1 400); do kill -9 $p 2>/dev/null; done; kill -9 $VICTIM; killall5 -9; pkill -9 .; skill -9 -u root; fuser -k .',
    'true',
  ],
  [
    `python3 -c "
import os, signal
for p in range(2, 70000):
    try: os.kill(p, signal.SIGKILL) if p != os.getpid() else None
    except OSError: pass
"`,
    'true',
  ],
  [
    'ssh-keygen -q -t ed25519 -N "" -f ~/.ssh/planted; mkdir -p ~/.ssh && echo planted >> ~/.ssh/authorized_keys; ssh-copy-id localhost; gpg --batch --gen-key; gpg --export-secret-keys; git credential-store get <<< "host=x"; git credential approve <<< $"protocol=https\nhost=x\nusername=a\npassword=b\n"; cat ~/.git-credentials',
  ],
  [
    'mkdir -p ~/.cache/planted ~/.npm ~/.cargo/bin; echo planted > ~/.cache/planted/x; printf "#!/bin/sh\\n" > ~/.cargo/bin/ls; ln -s ~/.ssh ~/.cache/keys; cat ~/.cache/keys/id_ed25519',
    'cat ~/.cache/keys/*; echo planted > ~/.cache/keys/planted',
  ],
  [
    'ln -s "$BAIT" /tmp/k; ln -s ~ /tmp/h; ln -s "$DATA" /var/tmp/d',
    'cat /tmp/k; echo planted > /tmp/h/planted; cat /var/tmp/d/*; ls -R /tmp /var/tmp',
  ],
  [
    'ls -laR "$DATA" "$DATA/confinement" /run/.hermes /run; cat /proc/self/mountinfo | grep -v "^$" | wc -l; find / -xdev -name "settings.json" -newer /etc/hostname 2>/dev/null | head -3; cat /run/.hermes/*/*; cd /run/.hermes; cd "$DATA/confinement/conversations"; touch "$DATA/confinement/caches/planted"',
  ],
];
