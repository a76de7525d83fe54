// node measure.mjs FILE WARM RUNS: the median CPU time of one compile, in ms, in a process that is warm.
import { readFile } from 'node:fs/promises'
import mjml2html from 'mjml'

const [file, warm, runs] = process.argv.slice(2)
const skeleton = await readFile(file, 'utf8')

async function compileOnce() {
  const before = process.cpuUsage()
  await mjml2html(skeleton, { fonts: {} })
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

for (let run = 0; run < Number(warm); run += 1) await compileOnce()
const times = []
for (let run = 0; run < Number(runs); run += 1) times.push(await compileOnce())
times.sort((a, b) => a - b)
console.log(times[Math.floor(times.length / 2)].toFixed(3))
