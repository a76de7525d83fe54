// node compile.mjs FOLDER: writes <name>.html beside every <name>.mjml, as npm mjml 5 compiles it.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import mjml2html from 'mjml'

const folder = process.argv[2]
const names = (await readdir(folder)).filter((name) => name.endsWith('.mjml')).sort()

for (const name of names) {
  const skeleton = await readFile(join(folder, name), 'utf8')
  // Strict: what the reference compiler does not know must not stand in a skeleton of ours.
  const { html } = await mjml2html(skeleton, { fonts: {}, validationLevel: 'strict' })
  await writeFile(join(folder, name.replace(/\.mjml$/, '.html')), `${html.trim()}\n`)
}
