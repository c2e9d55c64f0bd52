"""Where content comes from: a look at a folder goes out as a Listing of settled files."""
