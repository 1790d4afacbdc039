import { named, values } from '../row/kit.ts';
import { optionValues } from '../row/options.ts';
import { rows } from '../row/program.ts';

/** Where tools write, as their options say. */
const outputs = values(
  'o',
  'output',
  'out',
  'outfile',
  'out-file',
  'outdir',
  'outDir',
  'out-dir',
  'output-dir',
  'dest',
);

/** Plain tools: they start nothing of what their words say. */
export const tools = rows(
  {
    // What comes last is made anew.
    names: named(`
      ffmpeg convert magick sox cwebp pdftotext qpdf pdftoppm wkhtmltopdf ebook-convert
      pdfunite avconv potrace cjpeg djpeg gs
    `),
    valued: 'icfvabtosrq',
    writes: (args) => [
      ...args
        .slice(1)
        .slice(-1)
        .filter((word) => !word.startsWith('-')),
      ...optionValues(args, 'o', ['output']),
    ],
  },
  {
    names: named(`
    tsc eslint prettier vitest jest mocha ava vite webpack rollup esbuild swc babel
    parcel next nuxt astro remix svelte-kit ng vue react-scripts storybook playwright
    cypress serve http-server live-server json-server pytest unittest mypy pyright ruff
    black isort flake8 pylint bandit coverage sphinx-build mkdocs jupyter ipykernel
    uvicorn gunicorn flask django-admin celery alembic-history rubocop rspec minitest
    phpunit composer phpstan ld nm objdump readelf strip rustfmt clippy-driver gofmt
    golint golangci-lint staticcheck ktlint scalac swiftlint xcodebuild cmake-gui ctest
    cpack meson ninja bazel buck clang-format clang-tidy cppcheck shellcheck shfmt
    hadolint yamllint markdownlint ffprobe identify mogrify inkscape pandoc pdflatex
    xelatex lualatex latexmk pdfinfo tesseract dot mmdc plantuml exiftool jpegoptim
    optipng pngquant svgo xdg-open open start xdg-mime adb fastboot virsh vagrant pm2
    forever tokei cloc scc hexyl protoc buf thrift flatc sqlc openapi-generator swagger
    httpie websocat wscat ab wrk k6 vegeta locust siege
  `),
    writes: outputs,
  },
);
