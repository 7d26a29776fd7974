/** In the place of htmx, which needs a page to load: what is tested here has none. */
export default {};
