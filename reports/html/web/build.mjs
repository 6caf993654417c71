// Bundles src/main.js into report.js, and beside it what the licences of its libraries ask to be kept:
//   node build.mjs OUT
import {readFile, writeFile} from 'node:fs/promises';
import {build} from 'esbuild';

const out = process.argv[2] ?? '.';
const library = async (name, ...files) => ({
  name,
  version: JSON.parse(await readFile(`node_modules/${name}/package.json`, 'utf8')).version,
  texts: await Promise.all(files.map(file => readFile(`node_modules/${name}/${file}`, 'utf8'))),
});
const libraries = [
  await library('echarts', 'NOTICE', 'LICENSE', 'licenses/LICENSE-d3'),
  await library('zrender', 'LICENSE'),
  await library('tslib', 'LICENSE.txt'),
];

await build({
  entryPoints: ['src/main.js'],
  outfile: `${out}/report.js`,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2020',
  charset: 'ascii',
  define: {'process.env.NODE_ENV': '"production"'},
  legalComments: 'none',  // they are in the notices, whole
  logLevel: 'warning',
});

const rule = '='.repeat(80);
await writeFile(`${out}/report.notices.txt`,
    libraries.map(({name, version, texts}) => [`${rule}\n${name} ${version}`, ...texts.map(t => t.trim())].join('\n\n'))
        .join('\n\n') + '\n');
const [echarts, zrender, tslib] = libraries.map(({version}) => version);
await writeFile(`${out}/report.credits.txt`,
    `Charts by Apache ECharts ${echarts} (Apache License 2.0, Copyright 2017-2026 The Apache Software Foundation), ` +
    `zrender ${zrender} (BSD 3-Clause, Copyright 2017 Baidu Inc.) and tslib ${tslib} (0BSD, Microsoft Corporation); ` +
    'their licences stand in the source of this page.');
