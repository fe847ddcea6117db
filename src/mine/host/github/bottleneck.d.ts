/** The part of Bottleneck that the plugins of Octokit use; its types come with the whole. */
declare module 'bottleneck/light.js' {
  export { default } from 'bottleneck';
}
