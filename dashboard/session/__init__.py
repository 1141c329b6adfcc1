"""Who reads, what they asked for already, and the build they ask: the one user of Streamlit's state."""
