"""What is known of one screen comes in; a page for staff and a report for programs go out, beside the content they wrote."""
