/**
 * What a path alone tells of a file: the ONE table, read through `file-kind.ts`.
 *
 * Lock, vendored, generated and minified rules state facts that github-linguist (MIT, lib/linguist/generated.rb, vendor.yml and
 * documentation.yml) collected. Taken are the rules that say "a machine or somebody else wrote this". Left out are those that only
 * keep language statistics tidy (`.github/`, `.d.ts`, `cache/`, `env/`, `testdata/`, `Jenkinsfile`, …): that is work of the person who did it.
 * Everything is lower case; lookups lower-case the path.
 */

/** Dependency lock files by name. */
export const LOCK_NAMES: ReadonlySet<string> = new Set(
  `package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock shrinkwrap.yaml
  composer.lock gemfile.lock cargo.lock poetry.lock pdm.lock uv.lock pixi.lock pipfile.lock conda-lock.yml pylock.toml
  gopkg.lock glide.lock go.sum go.work.sum mix.lock rebar.lock pubspec.lock podfile.lock cartfile.resolved package.resolved
  packages.lock.json project.assets.json paket.lock gradle.lockfile flake.lock stack.yaml.lock cabal.project.freeze
  module.bazel.lock .terraform.lock.hcl chart.lock buf.lock esy.lock elm-stuff.json dub.selections.json`.split(/\s+/),
);

/** Folders of other people's code, anywhere in a path. */
export const VENDORED_DIRS: ReadonlySet<string> = new Set(
  `node_modules bower_components jspm_packages vendor vendors third_party third-party thirdparty 3rdparty 3rd_party 3rd-party
  godeps pods carthage bourbon mathjax ace-builds puphpet flow-typed`.split(/\s+/),
);

/** Pairs of folder and subfolder. */
export const VENDORED_PAIRS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['.yarn', new Set(['releases', 'plugins', 'sdks', 'versions', 'unplugged', 'cache'])],
  ['gradle', new Set(['wrapper'])],
  ['.mvn', new Set(['wrapper'])],
]);
/** At the top only: further down `external/` is as often a module's own name (linguist takes it anywhere). */
export const VENDORED_TOP_DIRS: ReadonlySet<string> = new Set(['deps', 'dependencies', 'extern', 'external', 'externals']);

/** Scripts and single-file libraries that projects copy in. */
export const VENDORED_NAMES: ReadonlySet<string> = new Set(
  `gradlew gradlew.bat mvnw mvnw.cmd cpplint.py erlang.mk waf rebar dotnet-install.sh dotnet-install.ps1 config.guess config.sub
  aclocal.m4 libtool.m4 ltmain.sh ltoptions.m4 ltsugar.m4 ltversion.m4 lt~obsolete.m4 html5shiv.js mootools.js dojo.js mochikit.js
  ckeditor.js tiny_mce.js modernizr.js pdf.worker.js pdf.worker.mjs`.split(/\s+/),
);
/** The same for libraries with versions in their names; tried on .js and .css names only. */
export const VENDORED_SCRIPT =
  /^(?:jquery(?:[-.](?:\d|ui|effects|validate|fancybox|fileupload|datatables).*)?|bootstrap(?:-datepicker)?(?:[-.]\d.*)?|font-?awesome|prototype|modernizr[-.].*|angular(?:[-.](?:min|route|resource|\d).*)?|d3(?:\.v\d+)?|yui.*|mootools[-.].*)\.(?:js|css|less|scss)$/;

/** Folders whose content a tool writes. */
export const GENERATED_DIRS: ReadonlySet<string> = new Set(
  'dist __generated__ __snapshots__ htmlcov .sqlx .next .nuxt .svelte-kit .docusaurus .parcel-cache __pycache__'.split(' '),
);
export const GENERATED_NAMES: ReadonlySet<string> = new Set(['.pnp.cjs', '.pnp.loader.mjs', '.pnp.js', 'ppport.h', 'cargo.toml.orig']);
/** Ends of names that only tools write. */
const GENERATED_SUFFIXES = `.pb.go .pb.cc .pb.h .pb.c .pb.swift .pb.dart .pbjson.dart .pbenum.dart _pb2.py _pb2.pyi _pb2_grpc.py
  _pb.js _pb.d.ts _grpc_pb.js .pb.gw.go .g.dart .freezed.dart .gr.dart .g.cs .g.i.cs .designer.cs .designer.vb .feature.cs
  .js.map .css.map .mjs.map .cjs.map .d.ts.map .snap .pot .pyc .class .o .nib .xib _tlb.pas .gen.go .gen.ts .gen.tsx .gen.js`.split(/\s+/);
/** The same by last extension, so that most names meet none of them. */
export const GENERATED_BY_EXTENSION: ReadonlyMap<string, readonly string[]> = new Map(
  GENERATED_SUFFIXES.map((s) => s.slice(s.lastIndexOf('.') + 1)).map((ext) => [
    ext,
    GENERATED_SUFFIXES.filter((s) => s.endsWith(`.${ext}`)),
  ]),
);
/** Parts of names by which generators mark what they write. */
export const GENERATED_INFIXES: readonly string[] = ['.generated.', '_generated.', '-generated.', 'zz_generated.'];

/** Folders of tests, anywhere in a path. */
export const TEST_DIRS: ReadonlySet<string> = new Set(
  `test tests __test__ __tests__ spec specs testing e2e testdata test-data __fixtures__ __mocks__ cypress
  fixtures androidtest unittest unittests integrationtest integrationtests integration-tests test_data`.split(/\s+/),
);
/** Folders of tests at the top of a repository only: `t` is Perl's and git's, a playground is what end-to-end tests run on. */
export const TEST_TOP_DIRS: ReadonlySet<string> = new Set(['t', 'xt', 'playground', 'playgrounds']);
export const TEST_NAMES: ReadonlySet<string> = new Set(['conftest.py']);
/** On the name as written: `parser.test.ts`, `parser_test.go`, `test_parser.py`, `ParserTest.java`, `parser_spec.rb`, `add.bats`. */
export const TEST_NAME =
  /(?:[._-](?:test|tests|spec|e2e)\.[^.]+|^test[_-][^/]*\.[a-z]+|[a-z0-9](?:Test|Tests|TestCase|Spec|IT)\.(?:java|kt|cs|scala|swift|groovy|php|dart|ts|cpp)|\.bats|\.t)$/;

export const CI_DIRS: ReadonlySet<string> = new Set([
  '.circleci',
  '.buildkite',
  '.woodpecker',
  '.teamcity',
  '.drone',
  '.azure-pipelines',
  '.builds',
]);
export const CI_TOP_DIRS: ReadonlySet<string> = new Set(['ci', '.ci']);
export const CI_PAIRS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['.github', new Set(['workflows', 'actions'])],
  ['.gitlab', new Set(['ci'])],
  ['.gitea', new Set(['workflows'])],
  ['.forgejo', new Set(['workflows'])],
]);
export const CI_NAMES: ReadonlySet<string> = new Set(
  `.gitlab-ci.yml .travis.yml appveyor.yml .appveyor.yml azure-pipelines.yml bitbucket-pipelines.yml jenkinsfile .drone.yml
  .cirrus.yml circle.yml codecov.yml .codecov.yml .woodpecker.yml .semaphore.yml cloudbuild.yaml buildspec.yml`.split(/\s+/),
);

/** Folders of documentation, anywhere in a path. */
export const DOCS_DIRS: ReadonlySet<string> = new Set('docs doc documentation javadoc groovydoc man manual'.split(' '));
/** At the top only. */
export const DOCS_TOP_DIRS: ReadonlySet<string> = new Set('example examples sample samples demo demos'.split(' '));
/** Names up to their first dot: `README.zh-CN.md`, `LICENSE`. */
export const DOCS_STEMS: ReadonlySet<string> = new Set(
  `readme changelog changes history news authors contributors contributing copying install license licence notice security
  code_of_conduct citation maintainers governance todo roadmap upgrading migration release-notes relnotes releasenotes`.split(/\s+/),
);
export const DOCS_EXTENSIONS: ReadonlySet<string> = new Set(
  'md mdx markdown rst adoc asciidoc txt tex texi texinfo pod rdoc org textile 1 2 3 4 5 6 7 8'.split(' '),
);

/** Files that say how the project is built, packaged or what it depends on. */
export const BUILD_NAMES: ReadonlySet<string> = new Set(
  `package.json makefile gnumakefile cmakelists.txt dockerfile containerfile docker-compose.yml docker-compose.yaml compose.yml compose.yaml
  rakefile gemfile build.gradle build.gradle.kts settings.gradle settings.gradle.kts gradle.properties pom.xml build.xml build.sbt build.zig
  cargo.toml go.mod go.work setup.py setup.cfg pyproject.toml requirements.txt requirements-dev.txt pipfile tox.ini noxfile.py manifest.in
  meson.build meson_options.txt build.bazel workspace module.bazel build configure configure.ac configure.in makefile.am makefile.in
  composer.json mix.exs rebar.config pubspec.yaml podfile cartfile package.swift project.clj deps.edn stack.yaml build.rs justfile
  gulpfile.js gruntfile.js pnpm-workspace.yaml lerna.json nx.json turbo.json rush.json flake.nix default.nix shell.nix vagrantfile procfile
  chart.yaml skaffold.yaml directory.build.props directory.packages.props global.json nuget.config autogen.sh bower.json deno.json jsr.json`.split(
    /\s+/,
  ),
);
export const BUILD_EXTENSIONS: ReadonlySet<string> = new Set(
  'mk cmake gradle csproj fsproj vbproj vcxproj sln slnx props targets bazel bzl nuspec gemspec podspec cabal gyp gypi pro pri am ac m4 spec dockerfile'.split(
    ' ',
  ),
);
/** `vite.config.ts`, `webpack.config.prod.js`, `rollup.dts.config.ts`: configuration that is the build. */
export const BUILD_CONFIG =
  /^(?:vite|vitest|webpack|rollup|rolldown|esbuild|tsup|tsdown|babel|metro|next|nuxt|astro|svelte|parcel|gulp|unbuild|build)\b.*\.(?:config|conf)\.[cm]?[jt]s$/;

export const STYLE_EXTENSIONS: ReadonlySet<string> = new Set('css scss sass less styl stylus pcss postcss sss'.split(' '));
export const CONFIG_EXTENSIONS: ReadonlySet<string> = new Set(
  'yml yaml toml ini cfg conf config properties env plist editorconfig json5 jsonc hcl tf tfvars'.split(' '),
);
/** `eslint.config.js`, `jest.config.ts`, `tsconfig.build.json`, `renovate.json`. */
export const CONFIG_NAME =
  /^(?:tsconfig|jsconfig|renovate|babel|biome|cspell|firebase|vercel|netlify|angular|typedoc)\b.*\.json$|\.(?:config|conf|rc)\.[cm]?[jt]s$|^\.[^/]+rc(?:\.[a-z]+)?$/;
export const DATA_EXTENSIONS: ReadonlySet<string> = new Set(
  'json jsonl ndjson csv tsv xml geojson parquet avro sqlite db po arb resx strings xlf xliff dat bin npy npz pickle pkl arrow h5 onnx'.split(
    ' ',
  ),
);
export const ASSET_EXTENSIONS: ReadonlySet<string> = new Set(
  `png jpg jpeg gif svg webp avif ico icns bmp tif tiff psd ai eps pdf mp3 mp4 m4a wav ogg webm mov avi woff woff2 ttf otf eot
  zip gz tgz bz2 xz 7z jar war whl wasm exe dll so dylib a lib ttc glb gltf fbx obj drawio sketch fig docx xlsx pptx`.split(/\s+/),
);
