// The player of HLS for browsers that do not play it themselves; fetched by player.js where it is needed.
export { default } from "hls.js/light";
