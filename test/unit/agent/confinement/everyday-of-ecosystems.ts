/** Everyday commands of other ecosystems, where their programs are installed; one after the other, each ends with 0. */
export const ecosystemCommands: readonly string[] = [
  // Git, beyond the first steps; in a repository of its own, whose configuration may be made.
  'git init -q r && cd r && git config user.email a@b.c && git config user.name A && echo 1 > a && git add a && git commit -qm one',
  'cd r && git checkout -qb topic && echo 2 > b && git add b && git commit -qm two && git checkout -q - && echo 3 > c && git add c && git commit -qm three && git rebase -q topic && git log --oneline | wc -l',
  'cd r && echo x >> a && git stash -q && git stash pop -q && git commit -qam four && git commit -q --amend -m five && git revert --no-edit HEAD > /dev/null',
  'cd r && git worktree add -q ../tree topic && (cd ../tree && git status --porcelain && echo 4 > d && git add d && git commit -qm tree) && git worktree remove ../tree',
  'git clone -q r /tmp/mirror && cd /tmp/mirror && git fetch -q && git pull -q && git branch -a && git format-patch -1 --stdout > /tmp/p.patch && git apply --check -R /tmp/p.patch',
  'git init -q super && cd super && git -c protocol.file.allow=always submodule --quiet add ../r sub && git submodule status && git -c user.name=A -c user.email=a@b.c commit -qm sub',
  // Node.
  'mkdir -p lib && cd lib && npm init -y > /dev/null && echo "module.exports = 1" > index.js && npm pack --silent && cd .. && mkdir -p use && cd use && npm init -y > /dev/null && npm install --offline --no-audit --no-fund ../lib/lib-1.0.0.tgz > /dev/null && node -p "require(\'lib\')"',
  'cd use && npm pkg set scripts.test="node --test" && mkdir -p test && echo "require(\'node:test\')(\'t\', () => {})" > test/t.test.js && npm test > /dev/null && npm ci --offline --no-audit --no-fund > /dev/null && rm -rf node_modules',
  // Python.
  'python3 -m venv v && . v/bin/activate && mkdir -p pk/pk && echo "x = 1" > pk/pk/__init__.py && printf "[project]\\nname = \\"pk\\"\\nversion = \\"1\\"\\n" > pk/pyproject.toml && python -c "import pip"',
  `. v/bin/activate && python - <<'END'
import base64, hashlib, zipfile
files = {'pw.py': b'x = 41', 'pw-1.dist-info/METADATA': b'Metadata-Version: 2.1\\nName: pw\\nVersion: 1\\n', 'pw-1.dist-info/WHEEL': b'Wheel-Version: 1.0\\nGenerator: t\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n'}
with zipfile.ZipFile('pw-1-py3-none-any.whl', 'w') as wheel:
    record = ''
    for name, text in files.items():
        wheel.writestr(name, text)
        digest = base64.urlsafe_b64encode(hashlib.sha256(text).digest()).rstrip(b'=').decode()
        record += f'{name},sha256={digest},{len(text)}\\n'
    wheel.writestr('pw-1.dist-info/RECORD', record + 'pw-1.dist-info/RECORD,,\\n')
END
pip install -q --no-index --disable-pip-version-check ./pw-1-py3-none-any.whl && python -c "import pw; print(pw.x + 1)"`,
  'python3 -m unittest -q 2>/dev/null || python3 -c "import unittest; print(unittest.__name__)"; python3 -m compileall -q pk && rm -rf v pk *.whl',
  // Compilers and builders.
  'cargo --version > /dev/null 2>&1 || exit 0; cargo new -q --vcs none c && cd c && cargo build -q --offline && ./target/debug/c && cargo test -q --offline > /dev/null && cargo clean -q',
  'command -v go > /dev/null || exit 0; mkdir -p g && cd g && export GOTOOLCHAIN=local GOFLAGS=-mod=mod && go mod init x 2> /dev/null && printf "package main\\nimport \\"fmt\\"\\nfunc main() { fmt.Println(42) }\\n" > m.go && go build -o m . && ./m && go run . && go vet .',
  'command -v cmake > /dev/null && command -v gcc > /dev/null || exit 0; mkdir -p m && cd m && printf "cmake_minimum_required(VERSION 3.5)\\nproject(m C)\\nadd_executable(m m.c)\\n" > CMakeLists.txt && echo "int main(void){return 0;}" > m.c && cmake -S . -B build > /dev/null && cmake --build build > /dev/null && ./build/m',
  'command -v javac > /dev/null || exit 0; echo "class H { public static void main(String[] a) { System.out.println(1); } }" > H.java && javac H.java && java H && rm H.*',
  'command -v make > /dev/null || exit 0; printf "a: b\\n\\tcp b a\\nb:\\n\\techo made > b\\n" > Makefile && make -j2 && make -q && rm a b Makefile',
  // Data and keys.
  'command -v sqlite3 > /dev/null || exit 0; sqlite3 d.db "create table t(x); insert into t values(1), (2); select sum(x) from t" && sqlite3 d.db .dump > d.sql && rm d.db d.sql',
  'command -v jq > /dev/null || exit 0; echo \'{"a":[1,2]}\' | jq ".a | add"',
  'command -v ffmpeg > /dev/null || echo "no ffmpeg here"',
  'ssh-keygen -q -t ed25519 -N "" -f ./key && ssh-keygen -lf ./key.pub && rm key key.pub',
  'openssl rand -hex 8 && openssl req -x509 -newkey rsa:2048 -nodes -keyout k.pem -out c.pem -days 1 -subj /CN=x 2> /dev/null && openssl x509 -in c.pem -noout -subject && rm k.pem c.pem',
  'printf "services:\\n  web:\\n    image: nginx\\n" > compose.yml && python3 -c "print(open(\'compose.yml\').read().count(\'nginx\'))" && rm compose.yml',
  // Over calls.
  'mkdir -p /tmp/work && echo one > /tmp/work/a && cd /tmp/work',
  'cat a && pwd && cd - > /dev/null',
  '(rsync --version > /dev/null 2>&1 || exit 0; mkdir -p from && cp a from/ && rsync -a from/ to/ && diff -r from to)',
  'cd "$OLDPWD" 2>/dev/null; cd; cd ~ && ls > /dev/null',
];
